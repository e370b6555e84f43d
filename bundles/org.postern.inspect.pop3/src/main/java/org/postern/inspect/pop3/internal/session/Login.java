// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postern.api.event.ServerRemark;
import org.postern.api.policy.TlsMode;
import org.postern.inspect.line.Line;
import org.postern.inspect.pop3.internal.state.Capabilities;
import org.postern.inspect.pop3.internal.state.OwnAnswers;
import org.postern.inspect.pop3.internal.wire.Command;
import org.postern.inspect.pop3.internal.wire.StatusLine;
import org.postern.inspect.pop3.internal.wire.Verb;

/** How the client says who it is: passed as it is, and noted as far as it can be read. */
final class Login {
    private final Pop3Session session;
    private final StartTls tls;
    private final Errors errors;
    /** The client's next line is no command but part of an AUTH exchange. */
    private boolean exchanging;

    Login(Pop3Session session, StartTls tls, Errors errors) {
        this.session = session;
        this.tls = tls;
        this.errors = errors;
    }

    boolean isExchanging() {
        return exchanging;
    }

    void user(Command command) {
        session.account().claim(command.text());
        session.server().ask(command.octets(), new Answer.Line(status -> {
            session.client().send(status);
            noticeTlsDemand(status);
        }));
    }

    void pass(Command command) {
        session.server().ask(command.octets(), new Answer.Line(this::answered));
    }

    void apop(Command command) {
        session.account().claim(command.text().strip().replaceFirst("[ \t]+[^ \t]*$", ""));
        pass(command);
    }

    /** RFC 5034 section 4; without an argument servers list their mechanisms. */
    void auth(Command command) {
        List<String> words = command.words();
        if (words.isEmpty()) {
            session.server()
                    .ask(
                            Command.octets(Verb.AUTH),
                            new Answer.Listing(
                                    session.client()::send,
                                    mechanism -> Optional.of(mechanism).filter(this::isOffered),
                                    () -> {}));
        } else if (!isOffered(words.get(0))) {
            errors.wrong(OwnAnswers.NOT_OFFERED);
        } else if (words.size() <= 2) {
            session.account().begin(words.get(0));
            words.stream().skip(1).forEach(session.account()::response);
            exchange(Command.octets(Verb.AUTH, words.toArray()));
        } else {
            errors.wrong(OwnAnswers.BAD_ARGUMENT);
        }
    }

    private boolean isOffered(String mechanism) {
        return !tls.endsHere() || !Capabilities.isBoundToTls(mechanism);
    }

    /** The next line of an exchange. */
    void response(Line line) {
        session.account().response(new String(line.octets(), StandardCharsets.ISO_8859_1));
        exchange(line.withCrlf());
    }

    private void exchange(byte[] line) {
        exchanging = false;
        session.server().ask(line, new Answer.Exchange(status -> {
            exchanging = status.isChallenge();
            if (exchanging) {
                session.client().send(status);
            } else {
                answered(status);
            }
        }));
    }

    private void answered(StatusLine status) {
        session.client().send(status);
        if (status.isOk()) {
            session.account().accepted();
        } else {
            noticeTlsDemand(status);
            errors.failedLogin();
        }
    }

    private void noticeTlsDemand(StatusLine status) {
        if (!status.isOk() && status.namesTls()) {
            tlsDemanded();
        }
    }

    /** T07: the server takes no login without TLS, which the client never sees. */
    void tlsDemanded() {
        remark(
                ServerRemark.Kind.WANTS_TLS,
                "takes no login without TLS",
                "mail cannot be fetched from it. Set tls = INTERCEPT or ALLOW there, or let the server take plaintext"
                        + " logins.");
    }

    /** T07: that TLS is taken away is recorded. */
    void tlsOffered() {
        remark(
                ServerRemark.Kind.TLS_HIDDEN,
                "offers TLS",
                "everybody on the way can read mail and passwords. Set tls = INTERCEPT or ALLOW there.");
    }

    private void remark(ServerRemark.Kind kind, String what, String consequence) {
        if (session.context().profile().tls() == TlsMode.DISABLE) {
            String advice = "The POP3 server " + what + ", which tls = DISABLE of profile "
                    + session.context().profile().name() + " hides from clients: " + consequence;
            session.actions().remark(kind, advice);
        }
    }
}
