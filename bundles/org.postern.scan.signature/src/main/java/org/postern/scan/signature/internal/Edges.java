// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

/**
 * The edges of a trie: an open hash table from a state and an octet to the next state, which is never 0. Key and value
 * share a place, so that a look costs one miss of the cache and not two.
 */
final class Edges {
    private static final int MIX = 0x9e3779b9;

    private long[] slots = new long[1024];
    private int count;

    /** @return the state the edge leads to; 0 if there is no such edge */
    int get(int state, int octet) {
        int key = state << 8 | octet;
        int at = slot(key);
        while (slots[at] != 0) {
            if ((int) (slots[at] >>> 32) == key) {
                return (int) slots[at];
            }
            at = at + 1 & slots.length - 1;
        }
        return 0;
    }

    /** Adds an edge that was not there. */
    void put(int state, int octet, int target) {
        if (2 * ++count > slots.length) {
            grow();
        }
        place((long) (state << 8 | octet) << 32 | target);
    }

    private void place(long edge) {
        int at = slot((int) (edge >>> 32));
        while (slots[at] != 0) {
            at = at + 1 & slots.length - 1;
        }
        slots[at] = edge;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (long edge : old) {
            if (edge != 0) {
                place(edge);
            }
        }
    }

    private int slot(int key) {
        return key * MIX >>> Integer.numberOfLeadingZeros(slots.length) + 1;
    }
}
