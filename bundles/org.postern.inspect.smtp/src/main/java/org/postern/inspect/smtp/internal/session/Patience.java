// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.time.Duration;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.NanoClock;

/**
 * T40: how long a client may take. Its time runs only while it is the client's turn: what the server takes for a reply, what
 * a scan takes, and what the client is not read meanwhile costs it nothing.
 */
final class Patience {
    private final NanoClock clock;
    private final InspectLimits limits;
    private long noticedAt;
    /** The client's own time up to now, in nanoseconds; what follows are moments of it. */
    private long spent;

    private long lastDone;
    private long precedingSince;
    private long contentSince;
    private long contentOctets;
    private boolean content;
    private boolean begun;

    Patience(NanoClock clock, InspectLimits limits) {
        this.clock = clock;
        this.limits = limits;
        this.noticedAt = clock.nanos();
    }

    /** @param clientsTurn whether the time since the last call was the client's */
    void timeWent(boolean clientsTurn) {
        long now = clock.nanos();
        spent += clientsTurn ? now - noticedAt : 0;
        noticedAt = now;
    }

    /** Octets came. They are progress only as the beginning of something, or it could go on octet by octet for ever. */
    void begins() {
        if (!begun) {
            begun = true;
            lastDone = spent;
        }
    }

    /** A line is complete, or something was said to the client. */
    void done() {
        begun = false;
        lastDone = spent;
    }

    /** Content follows, whatever becomes of it. */
    void contentBegins() {
        content = true;
        contentSince = spent;
        contentOctets = 0;
    }

    /** So much content came. */
    void contentCame(int octets) {
        contentOctets += octets;
        done();
    }

    /** Content that nobody wants is over: it does not give more time for what precedes a message. */
    void contentEnds() {
        content = false;
    }

    /** The content of a message is over. */
    void messageEnds() {
        content = false;
        precedingSince = spent;
    }

    /** @return whether the client took too long */
    boolean isExhausted() {
        if (since(lastDone).compareTo(limits.idle()) > 0) {
            return true;
        }
        if (!content) {
            return since(precedingSince).compareTo(limits.transaction()) > 0;
        }
        return limits.octetsPerSecond() > 0
                && since(contentSince).compareTo(limits.idle().plusSeconds(contentOctets / limits.octetsPerSecond()))
                        > 0;
    }

    private Duration since(long moment) {
        return Duration.ofNanos(spent - moment);
    }
}
