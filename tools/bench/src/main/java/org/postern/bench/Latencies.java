// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.Arrays;

/** Times of messages, all of them kept, in nanoseconds. */
final class Latencies {
    private long[] nanos = new long[1_024];
    private int count;

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    void addAll(Latencies others) {
        if (count + others.count > nanos.length) {
            nanos = Arrays.copyOf(nanos, Math.max(2 * nanos.length, count + others.count));
        }
        System.arraycopy(others.nanos, 0, nanos, count, others.count);
        count += others.count;
    }

    int count() {
        return count;
    }

    /** The mean, in milliseconds; 0 when there are none. */
    double meanMillis() {
        return count == 0 ? 0 : Arrays.stream(nanos, 0, count).average().orElseThrow() / 1e6;
    }

    /** The smallest time that at least {@code percent} of all do not exceed, in milliseconds; 0 when there are none. */
    double percentileMillis(double percent) {
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException("not a percentile: " + percent);
        }
        if (count == 0) {
            return 0;
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        var rank = (int) Math.ceil(percent / 100 * count);
        return sorted[Math.max(0, Math.min(count, rank) - 1)] / 1e6;
    }

    /** How many times lie from {@code fromMillis} on and below {@code toMillis}. */
    long between(double fromMillis, double toMillis) {
        return Arrays.stream(nanos, 0, count)
                .filter(time -> time >= fromMillis * 1e6 && time < toMillis * 1e6)
                .count();
    }
}
