// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/**
 * A reply that the server owes.
 *
 * @param intermediate the 3xx code that is an answer to this command, or 0: 354 to anything but DATA would make the
 *     server take commands for content (T11)
 * @param patience how long it may take
 * @param then what is done with it
 */
public record Expected(int intermediate, Duration patience, ReplyHandler then) {
    public Expected {
        requireNonNull(patience);
        requireNonNull(then);
    }

    void handle(Reply reply) throws ReplyException {
        if (reply.isIntermediate() && reply.code() != intermediate) {
            throw new ReplyException("the server's reply asks for what the command does not have");
        }
        then.handle(reply);
    }
}
