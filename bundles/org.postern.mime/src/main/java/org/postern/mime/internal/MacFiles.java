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

/** The forks of Macintosh files: BinHex 4.0 (RFC 1741), AppleSingle and AppleDouble (RFC 1740). */
final class MacFiles {
    private static final long APPLE_SINGLE = 0x00051600;
    private static final long APPLE_DOUBLE = 0x00051607;
    private static final int DATA_FORK = 1;
    private static final int RESOURCE_FORK = 2;
    private static final int REAL_NAME = 3;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_ENTRIES = 1000;

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
