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

/** One leg of a session: passes its events on with the side they come from, and knows why it is not read from. */
final class Wire implements LegHandler {
    private final Session session;
    private final Side side;
    private final Leg leg;
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private boolean open = true;

    Wire(Session session, Side side, Leg leg) {
        this.session = session;
        this.side = side;
        this.leg = leg;
    }

    Leg leg() {
        return leg;
    }

    /** Until the leg is closed wholly. */
    boolean isOpen() {
        return open;
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
        session.received(this, side, octets);
    }

    @Override
    public void inputEnded() {
        session.inputEnded(this, side);
    }

    @Override
    public void drained() {
        session.drained(this, side);
    }

    @Override
    public void closed(Closed how) {
        open = false;
        session.closed(this, side, how);
    }
}
