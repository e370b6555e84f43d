// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import org.postern.api.session.Side;
import org.postern.inspect.line.HeldInput;
import org.postern.inspect.smtp.internal.wire.Reply;

/** The client's side: its input, held until it may be read, and what is said to it. */
final class ClientLeg {
    private final SmtpSession session;
    private final Patience patience;
    private final HeldInput input = new HeldInput();
    private int lastCode;
    private boolean paused;
    private boolean inputEnded;
    private boolean lost;

    ClientLeg(SmtpSession session) {
        this.session = session;
        this.patience = new Patience(session.context().clock(), session.limits());
    }

    Patience patience() {
        return patience;
    }

    void received(ByteBuffer octets) {
        patience.begins();
        input.add(octets);
    }

    ByteBuffer input() {
        return input.octets();
    }

    void dropInput() {
        input.clear();
    }

    /** Stops reading when as much is held as may be, and goes on when it is not. */
    void balance() {
        boolean full = input.size() >= session.limits().heldOctets();
        if (full && !paused) {
            session.actions().pause(Side.CLIENT);
        } else if (!full && paused) {
            session.actions().resume(Side.CLIENT);
        }
        paused = full;
    }

    /**
     * To be used when no reply is due before this one.
     *
     * @return the reply as it was sent
     */
    Reply send(Reply reply) {
        lastCode = reply.code();
        patience.done();
        Reply worded = reply.withFooter(session.context().footer());
        session.actions().send(Side.CLIENT, worded.octets());
        return worded;
    }

    /** It was told that TLS may begin. */
    void startTls() {
        session.actions().startTls(Side.CLIENT);
    }

    /** @return whether the last thing it heard was that the session ends */
    boolean knowsTheEnd() {
        return lastCode == 421;
    }

    void inputEnded() {
        inputEnded = true;
    }

    boolean isInputEnded() {
        return inputEnded;
    }

    void lost() {
        inputEnded = true;
        lost = true;
    }

    boolean isLost() {
        return lost;
    }
}
