// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

/**
 * Chooses the few fixed octets of each segment that are looked for ({@link Words}): of those that are long enough the ones that few
 * other segments have, and that are not the same octet again and again. All segments are counted first, then chosen from.
 */
final class Anchors {
    /** Octets of an anchor at most. */
    static final int LONGEST = Words.WIDEST;

    /** Octets of an anchor at least, as ClamAV demands of each segment. */
    static final int SHORTEST = 2;

    private static final int MOST_CANDIDATES = 64;
    private static final int UNWANTED = 10_000;
    private static final int BITS = 20;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int[] segments = new int[1 << BITS];

    /** @return whether the segment has octets to look for */
    static boolean isPossible(Segment segment) {
        return longest(runs(segment)) >= SHORTEST;
    }

    void count(Segment segment) {
        choose(segment, true);
    }

    /** @return where in the segment its anchor is; it is {@link #length} octets long */
    int choose(Segment segment) {
        return choose(segment, false);
    }

    static int length(Segment segment) {
        return longest(runs(segment));
    }

    private int choose(Segment segment, boolean counting) {
        int[] runs = runs(segment);
        int length = longest(runs);
        int step = 1 + segment.length() / MOST_CANDIDATES;
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int from = 0; from < runs.length; from++) {
            if (runs[from] < length || (best >= 0 && from % step != 0)) {
                continue;
            }
            int slot = slot(segment, from, length);
            if (counting) {
                segments[slot]++;
            }
            int cost = segments[slot] + UNWANTED * sameness(segment, from, length);
            if (cost < least) {
                least = cost;
                best = from;
            }
        }
        return best;
    }

    /** @return for each octet how many fixed ones begin with it, {@link #LONGEST} at most */
    private static int[] runs(Segment segment) {
        int[] runs = new int[segment.length()];
        int run = 0;
        for (int i = runs.length - 1; i >= 0; i--) {
            run = segment.isFixed(i) ? Math.min(run + 1, LONGEST) : 0;
            runs[i] = run;
        }
        return runs;
    }

    /** @return a power of two: of fewer widths is found faster */
    private static int longest(int[] runs) {
        int longest = 0;
        for (int run : runs) {
            longest = Math.max(longest, run);
        }
        return Integer.highestOneBit(longest);
    }

    private static int slot(Segment segment, int from, int length) {
        long octets = 0;
        for (int i = from; i < from + length; i++) {
            octets = octets << 8 | (segment.value(i) & 0xff);
        }
        return (int) ((octets * MIX) >>> (Long.SIZE - BITS));
    }

    /** @return how many octets are the same as the one before: runs of zeros and spaces are in every file */
    private static int sameness(Segment segment, int from, int length) {
        int same = 0;
        for (int i = from + 1; i < from + length; i++) {
            same += segment.value(i) == segment.value(i - 1) ? 1 : 0;
        }
        return same;
    }
}
