// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the directory of a compound file (OLE2, [MS-CFB]) and the beginning of its streams. What contradicts itself ends in an
 * exception; no chain is followed far.
 */
final class CompoundFile {
    private static final long MARK = 0xe11ab1a1e011cfd0L;
    private static final int HEADER = 512;
    private static final int FIRST_TABLES = 109;
    private static final int ENTRY = 128;
    private static final int MOST_SECTORS = 2048;
    private static final int MOST_STEPS = 100_000;
    private static final int STREAM = 2;
    private static final int ROOT = 5;
    private static final long LAST_SECTOR = 0xfffffffaL;

    private final Window window;
    private final int shift;
    private final int smallShift;
    private int steps;
    private Stream small = new Stream("", 0, 0);

    /** A stream: where it begins and how long it is. */
    record Stream(String name, long sector, long size) {}

    CompoundFile(Window window) throws IOException {
        this.window = window;
        this.shift = window.u16(30);
        this.smallShift = window.u16(32);
        if (shift != 9 && shift != 12 || smallShift != 6) {
            throw new IOException("sectors of an unknown size");
        }
    }

    static boolean begins(Window window) throws IOException {
        return window.has(0, HEADER) && window.i64(0) == MARK;
    }

    /** @return the streams of all storages */
    List<Stream> streams() throws IOException {
        List<Stream> streams = new ArrayList<>();
        long sector = window.u32(48);
        for (int i = 0; i < MOST_SECTORS && sector < LAST_SECTOR; i++) {
            for (int from = 0; from < 1 << shift; from += ENTRY) {
                long at = place(sector) + from;
                if (!window.has(at, ENTRY)) {
                    return streams;
                }
                step();
                int kind = window.u8(at + 66);
                if (kind == STREAM || kind == ROOT) {
                    Stream stream = new Stream(name(at), window.u32(at + 116), window.u32(at + 120));
                    small = kind == ROOT ? stream : small;
                    streams.add(stream);
                }
            }
            sector = next(sector);
        }
        return streams;
    }

    private String name(long at) throws IOException {
        int length = Math.min(64, Math.max(0, window.u16(at + 64) - 2));
        return new String(window.bytes(at, length), StandardCharsets.UTF_16LE);
    }

    /** @return the octets from a place on, in one sector: fewer than wanted where that ends */
    byte[] bytes(Stream stream, long from, int wanted) throws IOException {
        step();
        boolean isSmall = stream.size() < window.u32(56);
        int size = isSmall ? smallShift : shift;
        long sector = stream.sector();
        for (long i = from >> size; i > 0; i--) {
            sector = isSmall ? nextSmall(sector) : next(sector);
        }
        int offset = (int) (from & (1 << size) - 1);
        int count = (int) Math.min(Math.min(wanted, (1 << size) - offset), stream.size() - from);
        return window.bytes(isSmall ? placeOfSmall(sector) + offset : place(sector) + offset, Math.max(0, count));
    }

    private long placeOfSmall(long sector) throws IOException {
        long from = sector << smallShift;
        long large = small.sector();
        for (long i = checked(from >> shift); i > 0; i--) {
            large = next(large);
        }
        return place(large) + (from & (1 << shift) - 1);
    }

    private long nextSmall(long sector) throws IOException {
        long table = window.u32(60);
        for (long i = checked(sector >> shift - 2); i > 0; i--) {
            table = next(table);
        }
        return u32(place(table) + (sector & (1 << shift - 2) - 1) * 4);
    }

    private long next(long sector) throws IOException {
        long index = sector >> shift - 2;
        return u32(place(table(index)) + (sector & (1 << shift - 2) - 1) * 4);
    }

    /** @return the sector that holds this part of the table of sectors */
    private long table(long index) throws IOException {
        if (index < FIRST_TABLES) {
            return u32(76 + 4 * index);
        }
        long perSector = (1 << shift - 2) - 1L;
        long left = index - FIRST_TABLES;
        long sector = window.u32(68);
        for (long i = checked(left / perSector); i > 0; i--) {
            sector = u32(place(sector) + 4 * perSector);
        }
        return u32(place(sector) + 4 * (left % perSector));
    }

    private static long checked(long steps) throws IOException {
        if (steps > MOST_SECTORS) {
            throw new IOException("a chain that is too long");
        }
        return steps;
    }

    private long place(long sector) {
        return sector + 1 << shift;
    }

    private void step() throws IOException {
        steps++;
        if (steps > MOST_STEPS) {
            throw new IOException("chains that are too long");
        }
    }

    private long u32(long at) throws IOException {
        step();
        if (!window.has(at, 4)) {
            throw new EOFException();
        }
        return window.u32(at);
    }
}
