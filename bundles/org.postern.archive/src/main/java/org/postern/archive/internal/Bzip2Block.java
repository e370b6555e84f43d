// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Arrays;

/** One block of a bzip2 stream: first decoded as a whole, then read. Can be used for one block after the other. */
final class Bzip2Block {
    static final Bzip2Block NONE = new Bzip2Block(0, 0);
    private static final int RUN_FOLLOWS = 4;
    private static final int[] CRC = crcTable();

    private final int most;
    private final Bzip2Symbols symbols = new Bzip2Symbols();

    /** In the low 8 bits the octets in sorted order; above them the links of the permutation. */
    private int[] links;

    private int length;
    private int left;
    private int link;
    private int last;
    private int same;
    private int repeats;
    private int crc;

    /**
     * @param first room for so many octets; it grows
     * @param most how many a block may have
     */
    Bzip2Block(int first, int most) {
        this.links = new int[first];
        this.most = most;
    }

    /** Reads what follows a block's checksum. */
    void decode(Bzip2Bits bits) throws IOException {
        if (bits.flag()) {
            throw new IOException("a randomised block");
        }
        int origin = bits.take(24);
        length = 0;
        int[] counts = new int[256];
        symbols.begin(bits);
        long run = 0;
        int weight = 1;
        for (int symbol = symbols.next(); symbol != symbols.end(); symbol = symbols.next()) {
            if (symbol <= Bzip2Symbols.RUN_B) {
                run += (long) weight << symbol;
                weight = checked(run, weight);
            } else {
                append(symbols.front(), (int) run, counts);
                run = 0;
                weight = 1;
                append(symbols.toFront(symbol - 1), 1, counts);
            }
        }
        append(symbols.front(), (int) run, counts);
        link(counts, origin);
    }

    private int checked(long run, int weight) throws IOException {
        if (run > most) {
            throw new IOException("a block is too long");
        }
        return weight << 1;
    }

    private void append(int octet, int count, int[] counts) throws IOException {
        if (count > most - length) {
            throw new IOException("a block is too long");
        }
        if (length + count > links.length) {
            links = Arrays.copyOf(links, Math.min(most, Math.max(length + count, 2 * links.length)));
        }
        Arrays.fill(links, length, length + count, octet);
        counts[octet] += count;
        length += count;
    }

    private void link(int[] counts, int origin) throws IOException {
        if (origin >= length) {
            throw new IOException("a block without a beginning");
        }
        int sum = 0;
        for (int i = 0; i < 256; i++) {
            int count = counts[i];
            counts[i] = sum;
            sum += count;
        }
        for (int i = 0; i < length; i++) {
            links[counts[links[i] & 0xff]++] |= i << 8;
        }
        link = links[origin] >>> 8;
        left = length;
        same = 0;
        repeats = 0;
        last = -1;
        crc = -1;
    }

    /** @return how many octets there were, 0 at the end of the block */
    int read(byte[] target, int from, int count) {
        int done = 0;
        while (done < count && (repeats > 0 || left > 0)) {
            if (repeats > 0) {
                repeats--;
            } else if (!proceed()) {
                continue;
            }
            target[from + done++] = (byte) last;
            crc = crc << 8 ^ CRC[crc >>> 24 ^ last];
        }
        return done;
    }

    /** @return whether there is an octet, and no number of further ones */
    private boolean proceed() {
        int found = links[link];
        int octet = found & 0xff;
        link = found >>> 8;
        left--;
        if (same == RUN_FOLLOWS) {
            repeats = octet;
            same = 0;
            return false;
        }
        same = octet == last ? same + 1 : 1;
        last = octet;
        return true;
    }

    int crc() {
        return ~crc;
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int value = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value < 0 ? value << 1 ^ 0x04c11db7 : value << 1;
            }
            table[i] = value;
        }
        return table;
    }
}
