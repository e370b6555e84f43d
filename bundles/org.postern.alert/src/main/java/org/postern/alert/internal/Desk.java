// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.postern.api.alert.Alert;

/**
 * What is sent when: alerts wait here in order, what exceeds the rate is gathered into a digest, what fails is tried again for
 * a bounded time. No threads and no channel: its user asks {@link #due()}, tries, and says how that went. Used by one thread
 * at a time.
 */
final class Desk {
    static final int MOST_WAITING = 100;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    static final Duration PATIENCE = Duration.ofHours(1);

    /** The clock may be set while somebody sleeps. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Clock clock;
    private final TokenBucket tokens;
    private final Deque<Letter> waiting = new ArrayDeque<>();
    private final Digest digest = new Digest();
    private Duration pause = Duration.ZERO;
    private Instant notBefore = Instant.MIN;

    /** @param begun when it was first to be sent */
    private record Letter(Alert alert, Instant begun) {}

    Desk(int maxPerHour, Clock clock) {
        this.clock = clock;
        tokens = new TokenBucket(maxPerHour, clock);
    }

    void limit(int maxPerHour) {
        tokens.resize(maxPerHour);
    }

    /** Takes in what happened. */
    void take(Occurrence occurrence) {
        if (digest.isEmpty() && waiting.size() < MOST_WAITING && tokens.take()) {
            waiting.add(new Letter(occurrence.alert(), clock.instant()));
        } else {
            digest.add(occurrence);
        }
    }

    /** @return what to send now; the same again until it was {@link #sent()} or has {@link #failed failed} for good */
    Optional<Alert> due() {
        if (!digest.isEmpty() && waiting.size() < MOST_WAITING && tokens.take()) {
            waiting.add(new Letter(digest.close(), clock.instant()));
        }
        boolean pausing = clock.instant().isBefore(notBefore);
        return pausing ? Optional.empty() : Optional.ofNullable(waiting.peek()).map(Letter::alert);
    }

    /** @return how long nothing is due, unless something happens; a minute at most */
    Duration untilDue() {
        Duration wait = LONGEST_WAIT;
        if (!digest.isEmpty() && waiting.size() < MOST_WAITING) {
            wait = shorter(wait, tokens.untilNext());
        }
        if (!waiting.isEmpty()) {
            wait = shorter(
                    wait,
                    Duration.between(clock.instant(), notBefore.equals(Instant.MIN) ? clock.instant() : notBefore));
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** What was due was sent. */
    void sent() {
        waiting.remove();
        hurry();
    }

    /**
     * What was due could not be sent. If that is temporary and an hour is not over, it is due again after a pause that grows.
     *
     * @return how many happenings are told no more: 0 if it will be tried again
     */
    int failed(boolean temporary) {
        pause = pause.isZero() ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        notBefore = clock.instant().plus(pause);
        Letter letter = waiting.element();
        boolean patient = clock.instant().isBefore(letter.begun().plus(PATIENCE));
        if (temporary && patient) {
            return 0;
        }
        waiting.remove();
        return letter.alert().number();
    }

    /** Something changed for the better: the next try need not wait. */
    void hurry() {
        pause = Duration.ZERO;
        notBefore = Instant.MIN;
    }

    /** @return how many happenings are not told yet */
    int untold() {
        return digest.number()
                + waiting.stream().mapToInt(letter -> letter.alert().number()).sum();
    }
}
