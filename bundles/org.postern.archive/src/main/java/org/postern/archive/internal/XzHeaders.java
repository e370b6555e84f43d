// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Reads the headers of an xz stream (.xz file format 1.2.1, sections 2.1 and 3.1). */
final class XzHeaders {
    static final int STREAM_HEADER = 12;
    static final int LZMA2 = 0x21;
    private static final byte[] MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final int LONGEST_NUMBER = 9;
    private static final int SIZES = 0xc0;
    private static final int RESERVED = 0x3c;

    private final byte[] octets;
    private int at;

    private XzHeaders(byte[] octets, int at) {
        this.octets = octets;
        this.at = at;
    }

    /**
     * @param length of the header itself
     * @param packed as it says, or -1
     * @param size of what comes out, as it says, or -1
     * @param filters the last one first, behind LZMA2: {id, property}
     */
    record Block(int length, long packed, long size, long dictionary, List<int[]> filters) {}

    static boolean begins(Window window, long at) throws IOException {
        return window.has(at, STREAM_HEADER) && Arrays.equals(window.bytes(at, MAGIC.length), MAGIC);
    }

    /** @return the kind of check that a stream has */
    static int check(Window window, long at) throws IOException {
        byte[] header = window.bytes(at, STREAM_HEADER);
        if (header[6] != 0 || (header[7] & 0xf0) != 0) {
            throw new IOException("flags of a later version");
        }
        if (crc(header, 6, 2) != window.u32(at + 8)) {
            throw new IOException("the header's checksum is wrong");
        }
        return header[7];
    }

    static Block block(Window window, long at) throws IOException {
        int length = (window.u8(at) + 1) * 4;
        if (!window.has(at, length)) {
            throw new EOFException();
        }
        byte[] header = window.bytes(at, length);
        if (crc(header, 0, length - 4) != window.u32(at + length - 4)) {
            throw new IOException("a block header's checksum is wrong");
        }
        return new XzHeaders(Arrays.copyOf(header, length - 4), 1).block(length);
    }

    private Block block(int length) throws IOException {
        int flags = u8();
        if ((flags & RESERVED) != 0) {
            throw new IOException("flags of a later version");
        }
        long packed = (flags & SIZES & 0x40) != 0 ? number() : -1;
        long size = (flags & SIZES & 0x80) != 0 ? number() : -1;
        List<int[]> filters = new ArrayList<>();
        for (int left = flags & 3; left > 0; left--) {
            filters.add(0, filter());
        }
        if (number() != LZMA2 || number() != 1) {
            throw new IOException("a method that is not opened");
        }
        long dictionary = Lzma.dictionaryOfChunks(u8());
        while (at < octets.length) {
            if (u8() != 0) {
                throw new IOException("something in the padding of a header");
            }
        }
        return new Block(length, packed, size, dictionary, filters);
    }

    private int[] filter() throws IOException {
        long id = number();
        long length = number();
        if (id < Filters.DELTA || id > Filters.LAST) {
            throw new IOException("a method that is not opened");
        }
        if (id == Filters.DELTA && length == 1) {
            return new int[] {Filters.DELTA, u8() + 1};
        }
        if (id != Filters.DELTA && length == 0) {
            return new int[] {(int) id, 0};
        }
        if (id != Filters.DELTA && length == 4) {
            return new int[] {(int) id, u8() | u8() << 8 | u8() << 16 | u8() << 24};
        }
        throw new IOException("a filter with properties that are none");
    }

    private int u8() throws IOException {
        if (at >= octets.length) {
            throw new IOException("a header is too short");
        }
        return octets[at++] & 0xff;
    }

    private long number() throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST_NUMBER; i++) {
            int octet = u8();
            value |= (octet & 0x7fL) << 7 * i;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IOException("a number is too long");
    }

    static long crc(byte[] octets, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(octets, from, length);
        return crc.getValue();
    }
}
