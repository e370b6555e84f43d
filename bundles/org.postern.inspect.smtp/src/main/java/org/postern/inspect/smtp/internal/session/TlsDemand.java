// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Locale;
import java.util.regex.Pattern;
import org.postern.api.event.ServerRemark;
import org.postern.inspect.smtp.internal.state.EhloReply;
import org.postern.inspect.smtp.internal.state.Extension;
import org.postern.inspect.smtp.internal.wire.Reply;

/** Notices a server that offers TLS, or takes nothing or no login without it, which the profile hides from clients (T07). */
final class TlsDemand {
    /** RFC 6409: here mail programs log in. */
    private static final int SUBMISSION = 587;

    /** RFC 5248: encryption is needed, for the command or for that way to log in. */
    private static final Pattern NEEDED = Pattern.compile("5[0-9]{2}[ -]5\\.7\\.1[01]\\b.*");

    private final SmtpSession session;

    TlsDemand(SmtpSession session) {
        this.session = session;
    }

    /** RFC 3207 section 4: {@code 530 Must issue a STARTTLS command first}; 538 and 523 are about logins. */
    void notice(Reply reply) {
        if (reply.code() < 500 || !session.hidesTls()) {
            return;
        }
        boolean asked = switch (reply.code()) {
            case 530 -> reply.text().toUpperCase(Locale.ROOT).contains("STARTTLS");
            case 538, 523 -> true;
            default -> NEEDED.matcher(reply.lines().get(0)).matches();
        };
        if (asked) {
            remark("takes nothing, or no login, without TLS (reply " + reply.code() + ")");
        }
    }

    /** The server greeted. Who gives no mail programs a way to log in has one for them in TLS. */
    void offered(EhloReply offer) {
        if (offer.offers(Extension.STARTTLS)) {
            remark(
                    ServerRemark.Kind.TLS_HIDDEN,
                    "offers TLS, which the profile hides from clients (tls = DISABLE): everybody on the way can read"
                            + " mail and passwords.");
        }
        if (offer.offers(Extension.STARTTLS)
                && !offer.offers(Extension.AUTH)
                && session.context().session().server().getPort() == SUBMISSION) {
            remark("offers no login without TLS (port 587, STARTTLS, no AUTH)");
        }
    }

    /** A login that failed not for its password. */
    void loginRefused(Reply reply) {
        if (reply.code() >= 500
                && reply.code() != 535
                && session.server().offers(Extension.STARTTLS)
                && !session.server().offers(Extension.AUTH)) {
            remark("offers no login without TLS, and a client wanted to log in (reply " + reply.code() + ")");
        }
    }

    private void remark(String what) {
        remark(
                ServerRemark.Kind.WANTS_TLS,
                what + ", which the profile hides from clients (tls = DISABLE), so that mail to it cannot pass.");
    }

    private void remark(ServerRemark.Kind kind, String what) {
        if (session.hidesTls()) {
            String advice = "The server " + what + " Set tls = INTERCEPT, or ALLOW, in etc/org.postern.profile~"
                    + session.context().profile().name() + ".cfg, or give its clients a rule with another profile.";
            session.actions().remark(kind, advice);
        }
    }
}
