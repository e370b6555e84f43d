// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import org.postern.inspect.line.Line;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.wire.Command;

/** AUTH and the lines of its exchange (RFC 4954); neither logged nor recorded (T56). */
final class Authentication {
    private final SmtpSession session;
    private final CommandReplies replies;
    private final TlsDemand tlsDemand;
    private boolean exchange;

    Authentication(SmtpSession session, CommandReplies replies, TlsDemand tlsDemand) {
        this.session = session;
        this.replies = replies;
        this.tlsDemand = tlsDemand;
    }

    /** @return whether the client's next line is no command but part of an exchange */
    boolean isUnderWay() {
        return exchange;
    }

    void auth(Command command) {
        String mechanism = command.argument().split("[ \t]", 2)[0];
        if (session.offering().mechanisms().allow(mechanism)) {
            send(command.octets());
        } else {
            replies.wrong(OwnReplies.MECHANISM_NOT_OFFERED);
        }
    }

    void goOn(Line line) {
        send(line.withCrlf());
    }

    private void send(byte[] line) {
        exchange = false;
        session.server().sendAlone(line, 334, reply -> {
            exchange = reply.isIntermediate();
            if (reply.isPositive()) {
                session.authenticated();
            } else {
                tlsDemand.loginRefused(reply);
            }
            replies.relay(reply);
        });
    }
}
