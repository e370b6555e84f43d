// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells which of many words, all of one width, just ended. An octet costs one look into a map of bits, small enough for a
 * processor's cache, and only where that has a bit a look into a hash table (Karp and Rabin 1987): how many words there are
 * hardly matters. Immutable.
 */
final class Words {
    /** There is no such word. */
    static final int NONE = -1;

    /** Octets of a word at most: the last ones fit into a long. */
    static final int WIDEST = Long.BYTES;

    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final long OTHER_MIX = 0xd6e8feb86659fd93L;
    private static final int BITS_A_WORD = 64;
    private static final int LEAST_LOG = 10;

    private final long mask;
    private final long[] bits;
    private final int bitShift;
    private final long[] words;
    private final int[] firsts;
    private final int[] next;
    private final int slotShift;

    /**
     * @param width octets of each word
     * @param numbers numbers of words, and what a place in that list has as its word
     * @param all by number, the last octets of the long
     */
    Words(int width, List<Integer> numbers, long[] all) {
        mask = width == WIDEST ? -1 : (1L << (width * Byte.SIZE)) - 1;
        int bitLog = log((long) BITS_A_WORD * numbers.size());
        int slotLog = log(2L * numbers.size());
        bits = new long[1 << (bitLog - 6)];
        bitShift = Long.SIZE - bitLog;
        words = new long[1 << slotLog];
        firsts = new int[1 << slotLog];
        next = new int[all.length];
        slotShift = Long.SIZE - slotLog;
        for (int number : numbers) {
            add(number, all[number]);
        }
    }

    private static int log(long least) {
        return Math.max(LEAST_LOG, Long.SIZE - Long.numberOfLeadingZeros(least - 1));
    }

    private void add(int number, long word) {
        int bit = (int) ((word * MIX) >>> bitShift);
        bits[bit >>> 6] |= 1L << bit;
        int slot = slot(word);
        words[slot] = word;
        next[number] = firsts[slot];
        firsts[slot] = number + 1;
    }

    private int slot(long word) {
        int slot = (int) ((word * OTHER_MIX) >>> slotShift);
        while (firsts[slot] != 0 && words[slot] != word) {
            slot = (slot + 1) & (words.length - 1);
        }
        return slot;
    }

    /**
     * @param last what came last, the latest octet lowest
     * @return the number of a word that ended, {@link #NONE} if none did
     */
    int ended(long last) {
        long word = last & mask;
        int bit = (int) ((word * MIX) >>> bitShift);
        return (bits[bit >>> 6] >>> bit & 1) == 0 ? NONE : firsts[slot(word)] - 1;
    }

    /** @return the number of another one that is the same word, {@link #NONE} if there is none */
    int same(int number) {
        return next[number] - 1;
    }

    /** @return words by their widths, for all widths there are */
    static Words[] of(List<byte[]> words) {
        long[] all = new long[words.size()];
        List<List<Integer>> byWidth = new ArrayList<>();
        for (int width = 0; width <= WIDEST; width++) {
            byWidth.add(new ArrayList<>());
        }
        for (int i = 0; i < all.length; i++) {
            for (byte octet : words.get(i)) {
                all[i] = all[i] << Byte.SIZE | (octet & 0xff);
            }
            byWidth.get(words.get(i).length).add(i);
        }
        List<Words> made = new ArrayList<>();
        for (int width = 1; width <= WIDEST; width++) {
            if (!byWidth.get(width).isEmpty()) {
                made.add(new Words(width, byWidth.get(width), all));
            }
        }
        return made.toArray(Words[]::new);
    }
}
