// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.postern.api.policy.Drip;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.inspect.line.DotStuffing;
import org.postern.inspect.pop3.internal.wire.Continuation;
import org.postern.inspect.pop3.internal.wire.FirstFields;
import org.postern.inspect.pop3.internal.wire.StatusLine;

/**
 * What the client gets of one message: while it waits perhaps the first header lines, one by one (T46), then the rest. No octet
 * of a body leaves before the message is processed.
 */
final class Delivery {
    private static final byte[] FILLER =
            "X-Postern-Wait: the message is being checked\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Pop3Session session;
    private final Wish wish;
    private final Drip drip;
    private final long askedAt;
    private final FirstFields fields;
    private final ByteArrayOutputStream dripped = new ByteArrayOutputStream();
    private final DotStuffing stuffing = new DotStuffing();
    private Optional<Continuation> rest = Optional.empty();
    private StatusLine status;
    private boolean begun;
    private long lastAt;
    private long octetsTaken;

    /** The client's command came. */
    Delivery(Pop3Session session, Wish wish) {
        this.session = session;
        this.wish = wish;
        this.drip = session.context().profile().drip();
        this.askedAt = now();
        this.fields =
                new FirstFields(!session.context().profile().subjectPrefix().isEmpty());
        this.status = wish.follows();
    }

    private long now() {
        return session.context().clock().nanos();
    }

    private Duration since(long then) {
        return Duration.ofNanos(now() - then);
    }

    /** The server's own line, which the client gets when nothing changes. */
    void status(StatusLine ofServer) {
        status = ofServer;
    }

    void came(ByteBuffer octets) {
        if (drip.isOn()) {
            fields.add(octets.duplicate());
        }
    }

    /** @return how long the message may still take until it begins to be sent; not positive when that is over */
    Duration left() {
        return drip.total().minus(since(askedAt));
    }

    /** @return how long the client still waits without hearing anything; empty while it hears something, or is not to */
    Optional<Duration> patience() {
        boolean hears = begun || fields.hasNext() || fills();
        return hears || !drip.isOn()
                ? Optional.empty()
                : Optional.of(drip.silence().minus(since(askedAt)));
    }

    private boolean fills() {
        return drip.filler() == Drip.Filler.EXTRA_HEADERS && fields.mayBeFollowed();
    }

    /** To be called at each tick while the message is fetched and processed: sends the next line if it is time. */
    void drip() {
        boolean isTime = begun
                ? since(lastAt).compareTo(drip.interval()) >= 0
                : drip.isOn() && since(askedAt).compareTo(drip.after()) >= 0;
        if (!isTime) {
            return;
        }
        Optional<byte[]> line = fields.next();
        if (line.isPresent()) {
            begin();
            dripped.writeBytes(line.get());
            send(line.get());
        } else if (fills()) {
            begin();
            send(FILLER);
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            status = wish.follows(); // a size would be one that nobody knows yet
            session.client().send(status);
        }
    }

    private void send(byte[] line) {
        lastAt = now();
        session.client().active();
        session.actions().send(Side.CLIENT, stuffing.apply(ByteBuffer.wrap(line.clone())));
    }

    /** @return whether the client got something, so that nothing else may be said to it but the rest */
    boolean hasBegun() {
        return begun;
    }

    void relay(Octets octets, boolean replaced) {
        if (!begun) {
            status = replaced || wish.isCut() ? wish.follows() : status;
            session.client().send(status);
        }
        lastAt = now();
        octetsTaken = stuffing.octetsTaken();
        Continuation behind = new Continuation(dripped.toByteArray(), stuffing);
        rest = Optional.of(behind);
        session.actions().relay(Side.CLIENT, octets, wish.cut(behind));
    }

    /** @return the status line that the client got */
    StatusLine status() {
        return status;
    }

    /** @return whether what was relayed began otherwise than what the client had: it got no more, and no end marker */
    boolean isBroken() {
        return rest.filter(Continuation::isBroken).isPresent();
    }

    /** What the client has of the message must not look whole (T34). */
    void abort() {
        stuffing.abort();
    }

    /** To be asked at each tick of a relay: whether the client stopped reading. */
    boolean isStalled() {
        if (stuffing.octetsTaken() != octetsTaken) {
            octetsTaken = stuffing.octetsTaken();
            lastAt = now();
        }
        return since(lastAt).compareTo(session.limits().idle()) > 0;
    }
}
