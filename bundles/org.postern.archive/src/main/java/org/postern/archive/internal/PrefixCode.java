// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Arrays;

/**
 * A canonical prefix code, as deflate and bzip2 have it.
 *
 * @param counts for each length how many codes have it
 * @param symbols in the order of their codes
 */
record PrefixCode(int[] counts, short[] symbols) {
    static final PrefixCode NONE = new PrefixCode(new int[1], new short[0]);
    static final int LENGTH_BITS = 5;
    private static final int LONGEST = 20;

    /** Gives bit after bit. */
    interface Bits {
        int next() throws IOException;
    }

    /** @param lengths for each symbol the length of its code, 0 if it has none */
    static PrefixCode of(byte[] lengths) throws IOException {
        int[] counts = new int[LONGEST + 1];
        for (byte length : lengths) {
            counts[length]++;
        }
        int[] places = new int[LONGEST + 2];
        int free = 1;
        for (int length = 1; length <= LONGEST; length++) {
            free = (free << 1) - counts[length];
            if (free < 0) {
                throw new IOException("a code with too many words");
            }
            places[length + 1] = places[length] + counts[length];
        }
        short[] symbols = new short[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] != 0) {
                symbols[places[lengths[symbol]]++] = (short) symbol;
            }
        }
        return new PrefixCode(counts, symbols);
    }

    /**
     * @param bits how many to look at
     * @return for each row of bits, the first one highest: the symbol that it begins with and, in the low five bits, the
     *     length of that one's code; 0 if it is longer
     */
    int[] table(int bits) {
        int[] table = new int[1 << bits];
        int code = 0;
        int place = 0;
        for (int length = 1; length <= bits && length < counts.length; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int from = code << bits - length;
                Arrays.fill(table, from, from + (1 << bits - length), symbols[place] << LENGTH_BITS | length);
                code++;
                place++;
            }
            code <<= 1;
        }
        return table;
    }

    int next(Bits bits) throws IOException {
        int code = 0;
        int first = 0;
        int place = 0;
        for (int length = 1; length < counts.length; length++) {
            code |= bits.next();
            int count = counts[length];
            if (code - first < count) {
                return symbols[place + code - first];
            }
            place += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw new IOException("a code that is not there");
    }
}
