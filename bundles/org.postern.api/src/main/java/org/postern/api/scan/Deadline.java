// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import java.time.Duration;

/**
 * A moment on the monotonic clock of this process, from which all work for a message draws.
 *
 * @param nanoTime as {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {
    /** @return the moment so far from now */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** @return the time left, negative when it has passed */
    public Duration remaining() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    /** @return whether no time is left */
    public boolean hasPassed() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /** @return the earlier of this one and the moment so far from now */
    public Deadline orAfter(Duration time) {
        Deadline other = after(time);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }
}
