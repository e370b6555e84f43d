// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.nio.ByteBuffer;
import org.postern.api.policy.TlsMode;
import org.postern.api.session.Channel;
import org.postern.api.session.Side;
import org.postern.inspect.pop3.internal.state.OwnAnswers;
import org.postern.inspect.pop3.internal.wire.Command;
import org.postern.inspect.pop3.internal.wire.StatusLine;
import org.postern.inspect.pop3.internal.wire.Verb;

/**
 * STLS (RFC 2595 section 4), as the profile wants it: hidden and refused, passed on and then not read any more, or ended on both
 * sides. The server goes first, so that there is no +OK for the client before TLS stands there. Clear text that waits when TLS
 * begins is never acted on (T05, T06).
 */
final class StartTls {
    /** The first octet of TLS: a handshake record (RFC 8446 section 5.1). */
    private static final byte HANDSHAKE = 0x16;

    private enum Step {
        NONE,
        /** The server owes an answer to STLS. */
        ASKED,
        /** The server said +OK. */
        WITH_SERVER,
        /** The client got +OK. */
        WITH_CLIENT,
        /** The client got +OK, and what it says next passes unread if it is TLS. */
        HELLO_AWAITED
    }

    private final Pop3Session session;
    private final TlsMode mode;
    private Step step = Step.NONE;

    StartTls(Pop3Session session) {
        this.session = session;
        this.mode = session.context().profile().tls();
    }

    /** @return whether the client may begin TLS, if its server lets it */
    boolean isOffered() {
        return mode != TlsMode.DISABLE && session.channel() == Channel.CLEAR;
    }

    /** @return whether a side's TLS ends at the gateway, so that what binds to it cannot work */
    boolean endsHere() {
        return mode == TlsMode.INTERCEPT;
    }

    /** @return whether the client waits for the gateway's own answer to STLS */
    boolean isAnswerDue() {
        return step == Step.WITH_SERVER;
    }

    /** @return whether no command is to be read now */
    boolean isUnderWay() {
        return step != Step.NONE;
    }

    /** The client wants it, and may. */
    void ask() {
        step = Step.ASKED;
        session.server().ask(Command.octets(Verb.STLS), new Answer.Line(this::answered));
    }

    private void answered(StatusLine status) {
        step = Step.NONE;
        if (!status.isOk()) {
            session.client().send(status);
        } else if (!isClearTextWaiting()) {
            if (mode == TlsMode.ALLOW) {
                step = Step.HELLO_AWAITED;
                session.client().send(status);
            } else {
                step = Step.WITH_SERVER;
            }
        }
    }

    /** The whole of a packet of the server is taken: nothing was behind its +OK (T06). */
    void serverSaidAll() {
        if (step == Step.WITH_SERVER && !session.isEnded() && !session.server().isSecuring()) {
            session.server().secure();
        }
    }

    /** T05: what a client says behind STLS in the clear may be anybody's. */
    private boolean isClearTextWaiting() {
        boolean waits = session.client().input().hasRemaining();
        if (waits) {
            step = Step.NONE;
            session.client().send(OwnAnswers.TLS_BROKEN);
            session.end("clear text came behind STLS");
        }
        return waits;
    }

    /** @return whether the octets of the client that wait are TLS, or the session is over */
    boolean passesHello() {
        ByteBuffer waiting = session.client().input();
        if (step != Step.HELLO_AWAITED || !waiting.hasRemaining()) {
            return false;
        }
        if (waiting.get(waiting.position()) == HANDSHAKE) {
            session.actions().send(Side.SERVER, waiting.slice());
            session.tunnel();
        } else {
            session.end("the client got +OK to STLS and speaks no TLS");
        }
        return true;
    }

    /** TLS stands on that side. */
    void secured(Side side) {
        if (side == Side.SERVER) {
            session.server().secured();
            if (step == Step.WITH_SERVER && !isClearTextWaiting()) {
                step = Step.WITH_CLIENT;
                session.client().send(OwnAnswers.BEGIN_TLS);
                session.actions().startTls(Side.CLIENT);
            }
        } else if (step == Step.WITH_CLIENT) {
            step = Step.NONE;
            session.secured();
        }
    }

    /** No session goes on in the clear that was to be secured. */
    void failed(Side side) {
        if (side == Side.SERVER && step == Step.WITH_SERVER) {
            session.client().send(OwnAnswers.TLS_FAILED);
        }
        step = Step.NONE;
        session.end("no TLS with the " + (side == Side.SERVER ? "server" : "client"));
    }
}
