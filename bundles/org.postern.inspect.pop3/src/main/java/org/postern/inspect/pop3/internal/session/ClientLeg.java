// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.postern.api.session.Side;
import org.postern.inspect.line.HeldInput;
import org.postern.inspect.pop3.internal.wire.StatusLine;

/** The client's side: its input, held until it may be read, and what is said to it. */
final class ClientLeg {
    private final Pop3Session session;
    private final HeldInput input = new HeldInput();
    private long lastActive;
    private boolean paused;
    private boolean inputEnded;

    ClientLeg(Pop3Session session) {
        this.session = session;
        this.lastActive = session.context().clock().nanos();
    }

    /** An octet now and then is no sign of life: a line has the idle time as a whole (T40). */
    void received(ByteBuffer octets) {
        if (endsALine(octets)) {
            active();
        }
        input.add(octets);
    }

    private static boolean endsALine(ByteBuffer octets) {
        for (int i = octets.position(); i < octets.limit(); i++) {
            if (octets.get(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    ByteBuffer input() {
        return input.octets();
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

    void send(StatusLine line) {
        active();
        session.actions().send(Side.CLIENT, line.octets());
    }

    /** Sends a line of a listing. */
    void send(String line) {
        active();
        byte[] octets = (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        session.actions().send(Side.CLIENT, ByteBuffer.wrap(octets));
    }

    /** Something went either way. */
    void active() {
        lastActive = session.context().clock().nanos();
    }

    /** @return how long nothing went either way */
    Duration silence() {
        return Duration.ofNanos(session.context().clock().nanos() - lastActive);
    }

    void inputEnded() {
        inputEnded = true;
    }

    boolean isInputEnded() {
        return inputEnded;
    }
}
