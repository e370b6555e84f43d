// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/** What is done with a reply. */
@FunctionalInterface
public interface ReplyHandler {
    /**
     * @param reply the reply to the command that this was made for
     * @throws ReplyException if the server cannot be understood any more
     */
    void handle(Reply reply) throws ReplyException;
}
