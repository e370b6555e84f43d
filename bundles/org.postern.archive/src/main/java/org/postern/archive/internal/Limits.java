// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.time.Duration;

/**
 * The bounds of one opening (M07, M09).
 *
 * @param depth how many containers may lie in one another, the outermost counted
 * @param entries entries in all, over all containers
 * @param octets octets that may come out in all, and as many that may be read for it
 * @param entryOctets octets of one entry
 * @param ratio how many octets may come out for one that goes in
 * @param ratioFrom from how many octets of an entry on the ratio counts
 * @param time how long it may take, inside the caller's deadline
 */
record Limits(int depth, int entries, long octets, long entryOctets, int ratio, long ratioFrom, Duration time) {
    static final Limits DEFAULT = new Limits(8, 10_000, 400L << 20, 200L << 20, 200, 10L << 20, Duration.ofSeconds(60));

    Limits {
        if (depth < 1 || entries < 1 || octets < 1 || entryOctets < 1 || ratio < 1 || ratioFrom < 0) {
            throw new IllegalArgumentException("Limits must be positive");
        }
        if (time.isNegative()) {
            throw new IllegalArgumentException("A time cannot be negative");
        }
    }
}
