// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.mime.OctetRange;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/** The forks of Macintosh files: BinHex 4.0 (RFC 1741), AppleSingle and AppleDouble (RFC 1740), MacBinary. */
final class MacFiles {
    private static final long APPLE_SINGLE = 0x00051600;
    private static final long APPLE_DOUBLE = 0x00051607;
    private static final int DATA_FORK = 1;
    private static final int RESOURCE_FORK = 2;
    private static final int REAL_NAME = 3;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_ENTRIES = 1000;
    static final int LONGEST_BINARY_NAME = 63;
    private static final int BINARY_BLOCK = 128;

    private MacFiles() {}

    static boolean isApple(long firstFour) {
        return firstFour == APPLE_SINGLE || firstFour == APPLE_DOUBLE;
    }

    /** @return the forks of a BinHex file that is decoded; nothing if it is none */
    static Finds binHex(Octets octets, OctetRange range) throws IOException {
        try (Cursor cursor = new Cursor(octets, range)) {
            int length = cursor.octet();
            String name = Text.of(cursor.octets(Math.min(length, LONGEST_NAME)), "");
            int version = cursor.octet();
            cursor.skip(10);
            long data = cursor.big(4);
            long resource = cursor.big(4);
            cursor.skip(2);
            if (length == 0 || version != 0 || cursor.overrun()) {
                return Finds.NOTHING;
            }
            List<Find> forks = new ArrayList<>();
            fork("data", name, cursor.range(data), forks);
            cursor.skip(data + (data > cursor.left() ? 0 : 2));
            fork("rsrc", name, cursor.range(resource), forks);
            return new Finds(forks, problem(cursor, "BinHex"));
        }
    }

    /** @return the forks of a file that {@link #isApple} */
    static Finds apple(Octets octets, OctetRange range) throws IOException {
        List<long[]> entries = new ArrayList<>();
        try (Cursor cursor = new Cursor(octets, range)) {
            cursor.skip(24);
            int count = (int) cursor.big(2);
            for (int i = 0; i < Math.min(count, MOST_ENTRIES) && !cursor.overrun(); i++) {
                entries.add(new long[] {cursor.big(4), cursor.big(4), cursor.big(4)});
            }
            if (cursor.overrun()) {
                return new Finds(List.of(), problem(cursor, "AppleDouble"));
            }
        }
        String name = "";
        for (long[] entry : entries) {
            if (entry[0] == REAL_NAME && name.isEmpty()) {
                name = name(octets, part(range, entry));
            }
        }
        List<Find> forks = new ArrayList<>();
        boolean damaged = false;
        for (long[] entry : entries) {
            if (entry[0] == DATA_FORK || entry[0] == RESOURCE_FORK) {
                OctetRange fork = part(range, entry);
                damaged |= fork.length() < entry[2];
                fork(entry[0] == DATA_FORK ? "data" : "rsrc", name, fork, forks);
            }
        }
        return new Finds(forks, damaged ? Optional.of(damaged("AppleDouble")) : Optional.empty());
    }

    private static OctetRange part(OctetRange range, long[] entry) {
        long start = Math.min(range.end(), range.start() + entry[1]);
        return new OctetRange(start, Math.min(range.end(), start + entry[2]));
    }

    private static String name(Octets octets, OctetRange range) throws IOException {
        try (Cursor cursor = new Cursor(octets, range)) {
            return Text.of(cursor.octets((int) Math.min(LONGEST_NAME, range.length())), "");
        }
    }

    /** @return whether the first octets are those of MacBinary, as far as its versions agree */
    static boolean isBinary(byte[] head) {
        boolean possible = head.length >= BINARY_BLOCK
                && head[0] == 0
                && head[1] > 0
                && head[1] <= LONGEST_BINARY_NAME
                && head[74] == 0
                && head[82] == 0;
        for (int i = 0; possible && i < head[1]; i++) {
            possible = head[2 + i] != 0;
        }
        return possible;
    }

    /** @return the forks of a file that {@link #isBinary}; nothing if its lengths are wrong */
    static Finds binary(Octets octets, OctetRange range) throws IOException {
        try (Cursor cursor = new Cursor(octets, range)) {
            cursor.skip(1);
            int length = cursor.octet();
            String name = Text.of(cursor.octets(length), "");
            cursor.skip(83 - 2L - length);
            long data = cursor.big(4);
            long resource = cursor.big(4);
            cursor.skip(120 - 91);
            long second = inBlocks(cursor.big(2));
            cursor.skip(BINARY_BLOCK - 122 + second);
            // The last block may be cut.
            if (cursor.overrun()
                    || Math.max(data, inBlocks(data) + (resource > 0 ? resource : -data)) > cursor.left()) {
                return Finds.NOTHING;
            }
            List<Find> forks = new ArrayList<>();
            fork("data", name, cursor.range(data), forks);
            cursor.skip(Math.min(inBlocks(data), cursor.left()));
            fork("rsrc", name, cursor.range(resource), forks);
            return new Finds(forks, Optional.empty());
        }
    }

    private static long inBlocks(long octets) {
        return (octets + BINARY_BLOCK - 1) / BINARY_BLOCK * BINARY_BLOCK;
    }

    private static void fork(String label, String name, OctetRange range, List<Find> forks) {
        if (range.length() > 0) {
            forks.add(Find.file(label, name, range, Coding.PLAIN));
        }
    }

    private static Optional<Unscannable> problem(Cursor cursor, String what) {
        return cursor.overrun() ? Optional.of(damaged(what)) : Optional.empty();
    }

    private static Unscannable damaged(String what) {
        return new Unscannable(UnscannableReason.DAMAGED, what);
    }
}
