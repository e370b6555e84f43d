// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a client that fetches a message (POP3) is kept waiting for it: by the message's own first header lines (T46).
 *
 * @param after how long after its command the client gets the first line; zero: never
 * @param silence how long the client waits for an octet; lines come twice as often
 * @param filler whether lines of the gateway's own follow when the message has no more that cannot change
 * @param total how long a message may take from the client's command until it begins to be sent
 */
public record Drip(Duration after, Duration silence, Filler filler, Duration total) {
    /** What the client gets when there is nothing more of the message that could be sent. */
    public enum Filler {
        /** Nothing. */
        NONE,
        /** Header fields that the message does not have. */
        EXTRA_HEADERS
    }

    /** What is in force where nothing is set. */
    public static final Drip DEFAULT =
            new Drip(Duration.ofSeconds(20), Duration.ofSeconds(55), Filler.NONE, Duration.ofMinutes(10));

    public Drip {
        requireNonNull(filler);
        if (after.isNegative() || silence.isNegative() || silence.isZero() || total.isNegative() || total.isZero()) {
            throw new IllegalArgumentException("a time of the drip is not positive");
        }
    }

    /** @return whether anything is ever sent before the message is processed */
    public boolean isOn() {
        return !after.isZero();
    }

    /** @return the time between two lines: half of a client's patience, so that one that comes late costs nothing */
    public Duration interval() {
        return silence.dividedBy(2);
    }
}
