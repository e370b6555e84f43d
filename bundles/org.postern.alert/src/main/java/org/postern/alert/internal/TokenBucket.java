// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.time.Clock;
import java.time.Duration;

/**
 * Gives a token for each alert: so many at once, then one whenever a share of the hour has passed. Used by one thread at a
 * time.
 */
final class TokenBucket {
    private final Clock clock;
    private int perHour;
    private long millisOfToken;
    private long saved;
    private long last;

    TokenBucket(int perHour, Clock clock) {
        this.clock = clock;
        last = clock.millis();
        resize(perHour);
        saved = perHour * millisOfToken;
    }

    void resize(int newPerHour) {
        if (newPerHour < 1) {
            throw new IllegalArgumentException("a rate is positive");
        }
        long tokens = millisOfToken == 0 ? 0 : saved / millisOfToken;
        perHour = newPerHour;
        millisOfToken = Duration.ofHours(1).toMillis() / perHour;
        saved = Math.min(tokens, perHour) * millisOfToken;
    }

    boolean take() {
        refill();
        if (saved < millisOfToken) {
            return false;
        }
        saved -= millisOfToken;
        return true;
    }

    /** @return how long until there is a token, unless somebody takes it */
    Duration untilNext() {
        refill();
        return Duration.ofMillis(Math.max(0, millisOfToken - saved));
    }

    /** A clock that was set back gives nothing and takes nothing. */
    private void refill() {
        long now = clock.millis();
        saved = Math.min(perHour * millisOfToken, saved + Math.max(0, now - last));
        last = now;
    }
}
