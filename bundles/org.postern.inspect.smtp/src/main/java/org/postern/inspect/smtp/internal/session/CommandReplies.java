// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import org.postern.inspect.smtp.internal.wire.Reply;

/** What a client hears of its commands: the server's word, or ours. */
final class CommandReplies {
    private final SmtpSession session;
    private final TlsDemand tlsDemand;
    private int errors;

    CommandReplies(SmtpSession session, TlsDemand tlsDemand) {
        this.session = session;
        this.tlsDemand = tlsDemand;
    }

    /** The server's own reply. */
    void relay(Reply reply) {
        tlsDemand.notice(reply);
        session.client().send(reply);
    }

    /** To a command that the client should not have sent; after too many of them it is shown out. */
    void wrong(Reply reply) {
        if (++errors < session.limits().errors()) {
            session.server().answer(reply);
        } else {
            last(session.replies().tooManyErrors(), "too many wrong commands");
        }
    }

    /** The session ends with this reply, after those that are due before it. */
    void last(Reply reply, String reason) {
        session.server().answer(reply);
        session.endAfterReplies(reason);
    }
}
