// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;

/** A row of bits in the header of a 7z archive, one for each of several things. */
final class SevenZBits {
    private final SevenZCursor octets;
    private final boolean all;
    private int mask;
    private int octet;

    private SevenZBits(SevenZCursor octets, boolean all) {
        this.octets = octets;
        this.all = all;
    }

    /** @return bits that lie there */
    static SevenZBits at(SevenZCursor at) {
        return new SevenZBits(at.copy(), false);
    }

    /** @return the same bit again and again */
    static SevenZBits same(boolean bit) {
        return new SevenZBits(new SevenZCursor(new byte[] {(byte) (bit ? 1 : 0)}), true);
    }

    /** Takes what begins with an octet that says whether all bits are set, and goes behind it. */
    static SevenZBits defined(SevenZCursor at, int count) throws IOException {
        if (at.u8() != 0) {
            return same(true);
        }
        SevenZBits bits = at(at);
        at.skip((count + 7) / 8);
        return bits;
    }

    /** @return the same at the same place */
    SevenZBits copy() {
        SevenZBits copy = new SevenZBits(octets.copy(), all);
        copy.mask = mask;
        copy.octet = octet;
        return copy;
    }

    boolean next() throws IOException {
        if (all) {
            return octets.copy().u8() == 1;
        }
        if (mask == 0) {
            octet = octets.u8();
            mask = 0x80;
        }
        boolean bit = (octet & mask) != 0;
        mask >>>= 1;
        return bit;
    }
}
