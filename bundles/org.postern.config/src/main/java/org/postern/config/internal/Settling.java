// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.time.Duration;

/** Tells when something that is looked at now and then has not changed for a while. Not thread-safe. */
final class Settling<T> {
    private final long quietNanos;
    private T seen;
    private long since;
    private boolean unsettled;

    /** @param quiet how long it must stay the same */
    Settling(Duration quiet, T first) {
        this.quietNanos = quiet.toNanos();
        this.seen = first;
    }

    /**
     * @param now what it looks like now
     * @param nanos the time, as {@link System#nanoTime()} counts
     * @return whether it changed since it was {@link #taken()}, and has come to rest
     */
    boolean settled(T now, long nanos) {
        if (!now.equals(seen)) {
            seen = now;
            disturb(nanos);
        }
        return unsettled && nanos - since >= quietNanos;
    }

    /** Begins the wait anew, as if it had changed. */
    void disturb(long nanos) {
        since = nanos;
        unsettled = true;
    }

    /** What was seen last is dealt with. */
    void taken() {
        unsettled = false;
    }
}
