// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;

/** What the index and the footer of an xz stream must say (.xz file format 1.2.1, sections 2.1.2 and 4). */
final class XzIndex {
    private static final int FOOTER = 12;
    private static final int MARK = 0x5a59;
    private static final int LONGEST_NUMBER = 9;

    private final CRC32 found = new CRC32();
    private long blocks;
    private long at;

    /** Takes note of a block that was read. */
    void add(long packed, long size) {
        blocks++;
        add(found, packed, size);
    }

    /** @return where the stream ends */
    long check(Window window, long start, int kind) throws IOException {
        at = start + 1;
        CRC32 stated = new CRC32();
        if (number(window) != blocks) {
            throw new IOException("the index has another number of blocks");
        }
        for (long i = 0; i < blocks; i++) {
            add(stated, number(window), number(window));
        }
        at = start + (at - start + 3) / 4 * 4;
        if (!window.has(at, 4 + FOOTER)) {
            throw new EOFException();
        }
        long indexLength = at + 4 - start;
        byte[] footer = window.bytes(at + 4, FOOTER);
        boolean right = stated.getValue() == found.getValue()
                && window.u32(at) == crc(window, start, at)
                && window.u32(at + 4) == XzHeaders.crc(footer, 4, 6)
                && (window.u32(at + 8) + 1) * 4 == indexLength
                && footer[8] == 0
                && footer[9] == kind
                && window.u16(at + 14) == MARK;
        if (!right) {
            throw new IOException("the index or the footer is wrong");
        }
        return at + 4 + FOOTER;
    }

    private static long crc(Window window, long from, long to) throws IOException {
        CRC32 crc = new CRC32();
        for (long place = from; place < to; place++) {
            crc.update(window.u8(place));
        }
        return crc.getValue();
    }

    private long number(Window window) throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST_NUMBER; i++) {
            if (!window.has(at, 1)) {
                throw new EOFException();
            }
            int octet = window.u8(at++);
            value |= (octet & 0x7fL) << 7 * i;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IOException("a number is too long");
    }

    private static void add(CRC32 crc, long packed, long size) {
        for (int shift = 0; shift < 64; shift += 8) {
            crc.update((int) (packed >>> shift) & 0xff);
            crc.update((int) (size >>> shift) & 0xff);
        }
    }
}
