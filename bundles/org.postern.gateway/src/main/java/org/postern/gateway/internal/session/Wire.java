// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.postern.api.session.Side;
import org.postern.gateway.internal.leg.Closed;
import org.postern.gateway.internal.leg.Leg;
import org.postern.gateway.internal.leg.LegHandler;
import org.postern.gateway.internal.tls.HandshakeHandler;
import org.postern.gateway.internal.tls.SecuredLeg;

/** One leg of a session: passes its events on with the side they come from, and knows why it is not read from. */
final class Wire implements LegHandler {
    private final Session session;
    private final Side side;
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private Leg leg;

    /** What the connection's events go to first. */
    private LegHandler next = new Events();

    private boolean tls;
    private boolean givenUp;
    private boolean open = true;

    Wire(Session session, Side side, Leg leg) {
        this.session = session;
        this.side = side;
        this.leg = leg;
    }

    /** What octets go to: after {@link #startTls} another one than before. */
    Leg leg() {
        return leg;
    }

    Side side() {
        return side;
    }

    /** Begins TLS after what was written; what was received before stays what it was. */
    void startTls(SecuredLeg.Terms terms, HandshakeHandler outcome) {
        tls = true;
        SecuredLeg layer = SecuredLeg.begin(leg, terms, next, outcome);
        leg = layer;
        next = layer;
        if (!holds.isEmpty()) {
            leg.pauseRead();
        }
    }

    /** Whether it was begun, however that came out. */
    boolean isTls() {
        return tls;
    }

    /** Until the leg is closed wholly. */
    boolean isOpen() {
        return open;
    }

    /** Whether the inspector knows already that it hears no more of this leg. */
    boolean isGivenUp() {
        return givenUp;
    }

    void giveUp() {
        givenUp = true;
        leg.close();
    }

    void hold(Hold reason) {
        if (holds.isEmpty()) {
            leg.pauseRead();
        }
        holds.add(reason);
    }

    void release(Hold reason) {
        if (holds.remove(reason) && holds.isEmpty()) {
            leg.resumeRead();
        }
    }

    @Override
    public void received(ByteBuffer octets) {
        next.received(octets);
    }

    @Override
    public void inputEnded() {
        next.inputEnded();
    }

    @Override
    public void drained() {
        next.drained();
    }

    @Override
    public void closed(Closed how) {
        next.closed(how);
    }

    /** What is the session's: decrypted, if it is encrypted. */
    private final class Events implements LegHandler {
        @Override
        public void received(ByteBuffer octets) {
            session.received(Wire.this, side, octets);
        }

        @Override
        public void inputEnded() {
            session.inputEnded(Wire.this, side);
        }

        @Override
        public void drained() {
            session.drained(Wire.this, side);
        }

        @Override
        public void closed(Closed how) {
            open = false;
            session.closed(Wire.this, side, how);
        }
    }
}
