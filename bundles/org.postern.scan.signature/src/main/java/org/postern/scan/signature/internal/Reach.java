// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.Arrays;

/**
 * Where the next stage of a signature may begin: ranges that do not touch, in order. A gap without end makes one range of
 * all, a bounded one runs together with its neighbours or is as wide as the gap, so that there are few
 * ({@link Gap#MOST_REMEMBERED}) besides those that were passed. One thread.
 */
final class Reach {
    private long[] first = new long[1];
    private long[] last = new long[1];
    private int count;

    /** @return how many ranges there is room for */
    int room() {
        return first.length;
    }

    boolean contains(long place) {
        int at = Arrays.binarySearch(first, 0, count, place);
        int range = at >= 0 ? at : -at - 2;
        return range >= 0 && place <= last[range];
    }

    /** @return whether adding a range that begins there and never ends would change nothing */
    boolean isEndlessFrom(long place) {
        return count > 0 && last[count - 1] >= Gap.ANY && first[count - 1] <= place;
    }

    /**
     * Adds a range.
     *
     * @param passed ranges that end before this place are of no use any more
     */
    void add(long from, long to, long passed) {
        int at = count;
        while (at > 0 && first[at - 1] > from) {
            at--;
        }
        if (at > 0 && last[at - 1] >= from - 1) {
            at--;
            last[at] = Math.max(last[at], to);
        } else {
            at -= makeRoom(passed);
            at = Math.max(at, 0);
            System.arraycopy(first, at, first, at + 1, count - at);
            System.arraycopy(last, at, last, at + 1, count - at);
            first[at] = from;
            last[at] = to;
            count++;
        }
        joinWithFollowing(at);
    }

    private void joinWithFollowing(int at) {
        int end = at + 1;
        while (end < count && first[end] - 1 <= last[at]) {
            last[at] = Math.max(last[at], last[end]);
            end++;
        }
        remove(at + 1, end);
    }

    /** @return how many ranges were dropped at the front */
    private int makeRoom(long passed) {
        if (count < first.length) {
            return 0;
        }
        int gone = 0;
        while (gone < count && last[gone] < passed) {
            gone++;
        }
        remove(0, gone);
        // Half of them free at least, or the next ones would come at the price of looking at all.
        if (2 * count > first.length || first.length < 2) {
            first = Arrays.copyOf(first, 2 * first.length);
            last = Arrays.copyOf(last, 2 * last.length);
        }
        return gone;
    }

    private void remove(int from, int to) {
        if (to > from) {
            System.arraycopy(first, to, first, from, count - to);
            System.arraycopy(last, to, last, from, count - to);
            count -= to - from;
        }
    }
}
