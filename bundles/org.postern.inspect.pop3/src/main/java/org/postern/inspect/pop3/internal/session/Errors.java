// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import org.postern.inspect.pop3.internal.state.OwnAnswers;
import org.postern.inspect.pop3.internal.wire.StatusLine;

/** Counts what the client does wrong, and shows it out after too much of it (T13). */
final class Errors {
    private final Pop3Session session;
    private int count;

    Errors(Pop3Session session) {
        this.session = session;
    }

    /** A command that is answered by the gateway. */
    void wrong(StatusLine answer) {
        boolean tooMany = ++count >= session.limits().errors();
        session.client().send(tooMany ? OwnAnswers.TOO_MANY_ERRORS : answer);
        if (tooMany) {
            session.end("too many wrong commands");
        }
    }

    /** A login that the server refused; the client has its answer. */
    void failedLogin() {
        if (++count >= session.limits().errors()) {
            session.end("too many failed logins");
        }
    }
}
