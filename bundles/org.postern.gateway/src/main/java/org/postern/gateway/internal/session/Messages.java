// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.api.event.MessageHandled;
import org.postern.api.inspect.OctetTransform;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Profile;
import org.postern.api.policy.Refusal;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.session.Protocol;
import org.postern.api.session.SessionInfo;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.gateway.internal.leg.IoThread;
import org.postern.gateway.internal.leg.Leg;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of one session, one after the other: taken in, processed, sent on. All of it on the session's thread. */
final class Messages {
    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);
    private static final long BACKLOG_HIGH = 256 * 1024;
    private static final long BACKLOG_LOW = 64 * 1024;

    /** Whose messages they are. */
    interface Owner {
        Optional<Wire> wire(Side side);

        void processed(Processing processing);

        void relayed();
    }

    private final House house;
    private final SessionInfo info;
    private final Profile profile;
    private final IoThread thread;
    private final Owner owner;
    private Optional<Incoming> message = Optional.empty();
    private Optional<Relay> relay = Optional.empty();
    private Envelope envelope = new Envelope("", List.of());
    private Extent extent = Extent.WHOLE;
    private Cancellation cancellation = new Cancellation();
    private int count;

    Messages(House house, SessionInfo info, Profile profile, IoThread thread, Owner owner) {
        this.house = house;
        this.info = info;
        this.profile = profile;
        this.thread = thread;
        this.owner = owner;
    }

    /** @return how many there were until now */
    int count() {
        return count;
    }

    Optional<Refusal> admit(Envelope of, Extent much, long octets) {
        if (message.isPresent()) {
            throw new IllegalStateException("a message is under way");
        }
        if (!house.spool().hasRoom(octets)) {
            return Optional.of(Refusal.NO_SPACE);
        }
        if (!house.places().tryAcquire()) {
            return Optional.of(Refusal.BUSY);
        }
        try {
            message = Optional.of(new Incoming(house, thread, this::backlog));
        } finally {
            if (message.isEmpty()) {
                house.places().release();
            }
        }
        count++;
        cancellation = new Cancellation();
        envelope = of;
        extent = much;
        return Optional.empty();
    }

    /** Holds the side that messages come from, whoever speaks at the moment. */
    private void backlog(long octets) {
        Side source = info.protocol() == Protocol.SMTP ? Side.CLIENT : Side.SERVER;
        if (octets > BACKLOG_HIGH) {
            owner.wire(source).ifPresent(wire -> wire.hold(Hold.SPOOL));
        } else if (octets < BACKLOG_LOW) {
            owner.wire(source).ifPresent(wire -> wire.release(Hold.SPOOL));
        }
    }

    void spool(ByteBuffer octets) {
        message.orElseThrow().append(octets);
    }

    void submit(Duration within) {
        Incoming whole = message.orElseThrow();
        Deadline deadline = Deadline.after(profile.deadline()).orAfter(within);
        Cancellation giveUp = cancellation;
        String id = id();
        whole.submit(new Incoming.Submission(
                spooled ->
                        new MailItem(info, id, house.hostName(), envelope, extent, spooled, profile, deadline, giveUp),
                owner::processed));
    }

    private String id() {
        return info.id() + "-" + count;
    }

    void discard() {
        relay.ifPresent(Relay::cancel);
        relay = Optional.empty();
        cancellation.cancel();
        message.ifPresent(whole -> {
            message = Optional.empty();
            whole.discard();
            house.places().release();
            owner.wire(Side.CLIENT).ifPresent(wire -> wire.release(Hold.SPOOL));
            owner.wire(Side.SERVER).ifPresent(wire -> wire.release(Hold.SPOOL));
        });
    }

    void relay(Side to, Octets octets, OctetTransform transform) {
        Optional<Wire> wire = owner.wire(to);
        if (wire.isEmpty()) {
            return; // its loss was told, or will be
        }
        Leg leg = wire.get().leg();
        Relay out = new Relay(octets, transform, leg, house.workers().disk(), failure -> {
            relay = Optional.empty();
            if (failure.isPresent()) {
                LOG.error(
                        "{}: the message cannot be sent on, its connection is cut off before the end: {}",
                        info.id(),
                        failure.get().toString());
                leg.abort();
            } else {
                owner.relayed();
            }
        });
        relay = Optional.of(out);
        out.start();
    }

    /** A leg takes octets again. */
    void drained() {
        relay.ifPresent(Relay::drained);
    }

    /** Nothing goes to that leg any more. */
    void forget(Leg leg) {
        relay.filter(out -> out.goesTo(leg)).ifPresent(out -> {
            out.cancel();
            relay = Optional.empty();
        });
    }

    void finished(String reply, boolean delivered) {
        Incoming whole = message.orElseThrow();
        house.events()
                .publish(new MessageHandled(
                        Instant.now(),
                        info,
                        id(),
                        envelope,
                        extent,
                        whole.size(),
                        whole.sha256(),
                        whole.processing(),
                        reply,
                        delivered));
        discard();
    }
}
