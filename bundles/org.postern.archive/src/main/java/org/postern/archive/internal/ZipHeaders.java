// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.archive.internal.ZipClaim.UNKNOWN;

import java.io.IOException;
import java.util.Optional;

/** Reads the two kinds of entry header of a zip archive (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.5.3). */
final class ZipHeaders {
    static final long LOCAL = 0x04034b50L;
    static final long CENTRAL = 0x02014b50L;
    static final long DESCRIPTOR = 0x08074b50L;
    private static final int LOCAL_LENGTH = 30;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LONGEST_SHOWN_NAME = 255;
    private static final long SATURATED = 0xffffffffL;

    private final Window window;

    ZipHeaders(Window window) {
        this.window = window;
    }

    /**
     * A record of a central directory.
     *
     * @param claim what it says, with {@code header} as it stands there and {@code data} unknown
     * @param split whether the entry lies on another disk
     * @param next where the next record begins
     */
    record Record(ZipClaim claim, boolean split, long next) {}

    /** @return the local header there, if there is one and all of it */
    Optional<ZipClaim> local(long at) throws IOException {
        if (!window.is(LOCAL, at) || !window.has(at, LOCAL_LENGTH)) {
            return Optional.empty();
        }
        int nameLength = window.u16(at + 26);
        int extraLength = window.u16(at + 28);
        long data = at + LOCAL_LENGTH + nameLength + extraLength;
        if (!window.has(data, 0)) {
            return Optional.empty();
        }
        Sizes sizes = new Sizes(window.u32(at + 22), window.u32(at + 18), 0)
                .widened(at + LOCAL_LENGTH + nameLength, extraLength);
        int flags = window.u16(at + 6);
        ZipClaim claim = new ZipClaim(
                name(at + LOCAL_LENGTH, nameLength),
                at,
                data,
                flags,
                window.u16(at + 8),
                sizes.packed,
                sizes.size,
                window.u32(at + 14));
        boolean later = claim.hasDescriptor() && claim.packed() == 0 && claim.size() == 0;
        return Optional.of(later ? withDescriptor(claim) : claim);
    }

    private static ZipClaim withDescriptor(ZipClaim claim) {
        return new ZipClaim(
                claim.name(), claim.header(), claim.data(), claim.flags(), claim.method(), UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /** @return the record of a central directory there, if there is one and all of it */
    Optional<Record> central(long at) throws IOException {
        if (!window.is(CENTRAL, at) || !window.has(at, CENTRAL_LENGTH)) {
            return Optional.empty();
        }
        int nameLength = window.u16(at + 28);
        int extraLength = window.u16(at + 30);
        long next = at + CENTRAL_LENGTH + nameLength + extraLength + window.u16(at + 32);
        if (!window.has(next, 0)) {
            return Optional.empty();
        }
        Sizes sizes = new Sizes(window.u32(at + 24), window.u32(at + 20), window.u32(at + 42))
                .widened(at + CENTRAL_LENGTH + nameLength, extraLength);
        ZipClaim claim = new ZipClaim(
                name(at + CENTRAL_LENGTH, nameLength),
                sizes.offset,
                UNKNOWN,
                window.u16(at + 8),
                window.u16(at + 10),
                sizes.packed,
                sizes.size,
                window.u32(at + 16));
        int disk = window.u16(at + 34);
        return Optional.of(new Record(claim, disk != 0 && disk != 0xffff, next));
    }

    private String name(long at, int length) throws IOException {
        return ZipClaim.name(window.bytes(at, Math.min(length, LONGEST_SHOWN_NAME)));
    }

    /** The numbers that zip64 moves into an extra field when they are too large for their own place. */
    private final class Sizes {
        private long size;
        private long packed;
        private long offset;

        Sizes(long size, long packed, long offset) {
            this.size = size;
            this.packed = packed;
            this.offset = offset;
        }

        Sizes widened(long extra, int extraLength) throws IOException {
            long end = extra + extraLength;
            long at = extra;
            while (at + 4 <= end) {
                long fieldEnd = Math.min(at + 4 + window.u16(at + 2), end);
                if (window.u16(at) == 1) {
                    widen(at + 4, fieldEnd);
                    break;
                }
                at = fieldEnd;
            }
            return this;
        }

        private void widen(long from, long end) throws IOException {
            long at = from;
            if (size == SATURATED && at + 8 <= end) {
                size = window.i64(at);
                at += 8;
            }
            if (packed == SATURATED && at + 8 <= end) {
                packed = window.i64(at);
                at += 8;
            }
            if (offset == SATURATED && at + 8 <= end) {
                offset = window.i64(at);
            }
        }
    }
}
