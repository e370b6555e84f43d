// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** A place in the header of a 7z archive, which is small enough to be held as a whole. */
final class SevenZCursor {
    private final byte[] octets;
    private int at;

    SevenZCursor(byte[] octets) {
        this(octets, 0);
    }

    private SevenZCursor(byte[] octets, int at) {
        this.octets = octets;
        this.at = at;
    }

    /** @return another one at the same place */
    SevenZCursor copy() {
        return new SevenZCursor(octets, at);
    }

    int u8() throws EOFException {
        if (at >= octets.length) {
            throw new EOFException();
        }
        return octets[at++] & 0xff;
    }

    long u32() throws EOFException {
        return u8() | u8() << 8 | u8() << 16 | (long) u8() << 24;
    }

    char character() throws EOFException {
        return (char) (u8() | u8() << 8);
    }

    /** The ones at the head of the first octet tell how many octets follow; the rest of it are the highest bits. */
    long number() throws IOException {
        int first = u8();
        int mask = 0x80;
        long value = 0;
        for (int i = 0; i < 8; i++) {
            if ((first & mask) == 0) {
                return value | (first & mask - 1L) << 8 * i;
            }
            value |= (long) u8() << 8 * i;
            mask >>>= 1;
        }
        if (value < 0) {
            throw new IOException("a number is too large");
        }
        return value;
    }

    /** @return a number of things each of which takes an octet at least, or a bit */
    int count() throws IOException {
        long count = number();
        if (count > 8L * octets.length) {
            throw new IOException("more things than there is room for");
        }
        return (int) count;
    }

    void skip(long count) throws EOFException {
        if (count > octets.length - at) {
            throw new EOFException();
        }
        at += (int) count;
    }

    byte[] take(long count) throws EOFException {
        int from = at;
        skip(count);
        return Arrays.copyOfRange(octets, from, at);
    }
}
