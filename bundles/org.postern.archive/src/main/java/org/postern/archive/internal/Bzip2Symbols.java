// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;

/** The symbols of a bzip2 block: move-to-front places in Huffman codes, which change every 50 symbols. */
final class Bzip2Symbols {
    /** The second of two symbols that stand for repeats. */
    static final int RUN_B = 1;

    private static final int GROUP = 50;
    private static final int MOST_SELECTORS = 18_002;
    private static final int LONGEST = 20;

    private final byte[] front = new byte[256];
    private final PrefixCode[] codes = new PrefixCode[6];
    private final int[][] tables = new int[6][];
    private byte[] selectors = new byte[0];
    private Bzip2Bits bits;
    private int end;
    private int selector;
    private int left;

    /** Reads the tables of a block. */
    void begin(Bzip2Bits from) throws IOException {
        bits = from;
        int used = readUsed();
        end = used + 1;
        int count = bits.take(3);
        int stated = bits.take(15);
        if (used == 0 || count < 2 || count > codes.length || stated == 0) {
            throw new IOException("a block without codes");
        }
        readSelectors(count, stated);
        for (int i = 0; i < count; i++) {
            codes[i] = readCode(used + 2);
            tables[i] = codes[i].table(Bzip2Bits.FAST);
        }
        selector = -1;
        left = 0;
    }

    /** @return the symbol that ends the block */
    int end() {
        return end;
    }

    int next() throws IOException {
        if (left == 0) {
            selector++;
            if (selector >= selectors.length) {
                throw new IOException("a block with too few codes");
            }
            left = GROUP;
        }
        left--;
        int table = selectors[selector];
        return bits.symbol(codes[table], tables[table]);
    }

    /** @return the octet at the front */
    int front() {
        return front[0] & 0xff;
    }

    /** @return the octet at a place, which becomes the front */
    int toFront(int place) {
        byte octet = front[place];
        System.arraycopy(front, 0, front, 1, place);
        front[0] = octet;
        return octet & 0xff;
    }

    private int readUsed() throws IOException {
        int used = 0;
        int ranges = bits.take(16);
        for (int i = 0; i < 16; i++) {
            if ((ranges & 0x8000 >>> i) != 0) {
                int range = bits.take(16);
                for (int k = 0; k < 16; k++) {
                    if ((range & 0x8000 >>> k) != 0) {
                        front[used++] = (byte) (16 * i + k);
                    }
                }
            }
        }
        return used;
    }

    /** More than can be needed may be stated, as some writers do; readers take as many as can be. */
    private void readSelectors(int count, int stated) throws IOException {
        byte[] order = {0, 1, 2, 3, 4, 5};
        byte[] found = new byte[Math.min(stated, MOST_SELECTORS)];
        for (int i = 0; i < stated; i++) {
            int place = 0;
            while (bits.flag()) {
                place++;
                if (place >= count) {
                    throw new IOException("a code that is not there");
                }
            }
            byte table = order[place];
            System.arraycopy(order, 0, order, 1, place);
            order[0] = table;
            if (i < found.length) {
                found[i] = table;
            }
        }
        selectors = found;
    }

    private PrefixCode readCode(int count) throws IOException {
        byte[] lengths = new byte[count];
        int length = bits.take(5);
        for (int i = 0; i < count; i++) {
            while (inRange(length) && bits.flag()) {
                length += bits.flag() ? -1 : 1;
            }
            lengths[i] = (byte) length;
        }
        return PrefixCode.of(lengths);
    }

    private static boolean inRange(int length) throws IOException {
        if (length < 1 || length > LONGEST) {
            throw new IOException("a code without a length");
        }
        return true;
    }
}
