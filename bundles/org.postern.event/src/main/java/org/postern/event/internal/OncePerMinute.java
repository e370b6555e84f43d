// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.event.internal;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Keeps a trouble that repeats itself from filling the log. Used by one thread. */
final class OncePerMinute {
    private static final long MINUTE = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private long last;
    private long happened;
    private long told;

    OncePerMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong() - MINUTE;
    }

    /** Once more: tells, when it is time, how often it happened since it was told last. */
    void tell(LongConsumer message) {
        tellIfGrown(happened + 1, message);
    }

    /** Tells, when it is time, by how much a count has grown since it was told last. */
    void tellIfGrown(long count, LongConsumer message) {
        happened = count;
        long now = nanoTime.getAsLong();
        if (happened > told && now - last >= MINUTE) {
            message.accept(happened - told);
            told = happened;
            last = now;
        }
    }
}
