// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;

/**
 * What the headers of LZMA2 chunks say, which stand in the clear: how far they reach and how much comes out. So the
 * dictionary need not be as large as is claimed.
 *
 * @param packed how many octets they are, up to the end mark or to where they break off
 * @param size how many come out
 * @param whole whether there is an end mark
 */
record Lzma2Chunks(long packed, long size, boolean whole) {
    private static final int END = 0;
    private static final int LAST_PLAIN = 2;
    private static final int FIRST_COMPRESSED = 0x80;
    private static final int FIRST_WITH_PROPERTIES = 0xc0;
    private static final int OFTEN = 0xfff;

    static Lzma2Chunks at(Window window, long start, long end, Ledger ledger) throws IOException {
        long at = start;
        long size = 0;
        for (int i = 0; at < end && ((i & OFTEN) != OFTEN || ledger.inTime()); i++) {
            int control = window.u8(at);
            if (control == END) {
                return new Lzma2Chunks(at + 1 - start, size, true);
            }
            boolean plain = control <= LAST_PLAIN;
            int header = plain ? 3 : control >= FIRST_WITH_PROPERTIES ? 6 : 5;
            if (!plain && control < FIRST_COMPRESSED || at + header > end) {
                break;
            }
            int low = u16(window, at + 1) + 1;
            size += plain ? low : ((control & 0x1f) << 16) + low;
            at += header + (plain ? low : u16(window, at + 3) + 1);
        }
        return new Lzma2Chunks(Math.min(at, end) - start, size, false);
    }

    private static int u16(Window window, long at) throws IOException {
        return window.u8(at) << 8 | window.u8(at + 1);
    }
}
