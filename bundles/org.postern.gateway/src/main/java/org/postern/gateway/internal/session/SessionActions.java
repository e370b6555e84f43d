// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.api.event.ServerRemark;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.OctetTransform;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Profile;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;

/** What the inspector of a session can have done: to its legs, to its messages, to the session as a whole. */
final class SessionActions implements Actions {
    private final Session session;
    private final Messages messages;
    private final House house;
    private final Profile profile;
    private final Set<ServerRemark.Kind> remarks = EnumSet.noneOf(ServerRemark.Kind.class);

    SessionActions(Session session, Messages messages, House house, Profile profile) {
        this.session = session;
        this.messages = messages;
        this.house = house;
        this.profile = profile;
    }

    @Override
    public void send(Side to, ByteBuffer octets) {
        session.wire(to).ifPresent(wire -> {
            wire.leg().write(octets);
            if (wire.leg().isCongested()) {
                session.wire(to.other()).ifPresent(source -> source.hold(Hold.PEER_CONGESTED));
            }
        });
    }

    @Override
    public void pause(Side side) {
        session.wire(side).ifPresent(wire -> wire.hold(Hold.INSPECTOR));
    }

    @Override
    public void resume(Side side) {
        session.wire(side).ifPresent(wire -> wire.release(Hold.INSPECTOR));
    }

    @Override
    public void shutdownOutput(Side side) {
        session.wire(side).ifPresent(wire -> wire.leg().shutdownOutput());
    }

    @Override
    public void close(Side side) {
        session.wire(side).ifPresent(wire -> wire.leg().close());
    }

    @Override
    public void startTls(Side side) {
        session.startTls(side);
    }

    @Override
    public Optional<Refusal> admit(Envelope envelope, Extent extent, long octets) {
        return messages.admit(envelope, extent, octets);
    }

    @Override
    public void spool(ByteBuffer octets) {
        messages.spool(octets);
    }

    @Override
    public void submit() {
        submit(profile.deadline());
    }

    @Override
    public void submit(Duration within) {
        messages.submit(within);
    }

    @Override
    public void discard() {
        messages.discard();
    }

    @Override
    public void relay(Side to, Octets octets, OctetTransform transform) {
        messages.relay(to, octets, transform);
    }

    @Override
    public void finished(String reply, boolean delivered) {
        messages.finished(reply, delivered);
    }

    @Override
    public void dial() {
        session.dial();
    }

    @Override
    public void remark(ServerRemark.Kind kind, String advice) {
        if (remarks.add(kind)) {
            house.events().publish(new ServerRemark(Instant.now(), session.info(), kind, advice));
        }
    }

    @Override
    public void tunnel() {
        session.tunnel();
    }

    @Override
    public void end(String reason) {
        session.end(reason);
    }
}
