// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

/** The server said what cannot be a reply, or a reply that nothing asked for: who speaks of what is no longer known (T10). */
public final class ReplyException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong; holds nothing that the server said */
    public ReplyException(String message) {
        super(message);
    }
}
