// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.postern.api.spool.Octets;

/** Reads numbers and short runs of octets at any place, through one page of memory. Numbers are little-endian. */
final class Window {
    private static final int PAGE = 16 * 1024;
    private static final int MARK = 4;
    private static final boolean[] MARKED = new boolean[256];

    static {
        MARKED['P'] = true;
        MARKED['K'] = true;
        for (int i = 1; i <= 8; i++) {
            MARKED[i] = true;
        }
    }

    private final Octets octets;
    private final byte[] page;
    private long start;
    private int length;

    Window(Octets octets) {
        this.octets = octets;
        page = new byte[(int) Math.min(PAGE, octets.size())];
    }

    long size() {
        return octets.size();
    }

    /** @return whether {@code count} octets lie at {@code at} */
    boolean has(long at, long count) {
        return at >= 0 && count >= 0 && at <= octets.size() && count <= octets.size() - at;
    }

    /** @return the octets there, fewer at the end of the content */
    byte[] bytes(long at, int count) throws IOException {
        if (!has(at, 0)) {
            return new byte[0];
        }
        int most = (int) Math.min(count, octets.size() - at);
        if (most > PAGE) {
            try (InputStream in = octets.open(at, most)) {
                return in.readNBytes(most);
            }
        }
        int from = locate(at, most);
        return Arrays.copyOfRange(page, from, from + most);
    }

    int u8(long at) throws IOException {
        return page[locate(at, 1)] & 0xff;
    }

    int u16(long at) throws IOException {
        int from = locate(at, 2);
        return (page[from] & 0xff) | (page[from + 1] & 0xff) << 8;
    }

    long u32(long at) throws IOException {
        int from = locate(at, 4);
        long value = 0;
        for (int i = 3; i >= 0; i--) {
            value = value << 8 | (page[from + i] & 0xff);
        }
        return value;
    }

    /** @return a number of 64 bits; negative when it is 2^63 or more, which no size or place ever is */
    long i64(long at) throws IOException {
        return u32(at) | u32(at + 4) << 32;
    }

    /** @return whether these four octets lie there */
    boolean is(long signature, long at) throws IOException {
        return has(at, 4) && u32(at) == signature;
    }

    /** @return the first place from {@code from} on, and before {@code to}, where {@code P K} begins; -1 if none */
    long nextPk(long from, long to, Ledger ledger) throws IOException {
        long at = Math.max(from, 0);
        long last = Math.min(to, octets.size() - 3);
        while (at < last) {
            int offset = locate(at, 2);
            int searchable = (int) Math.min(start + length - 1 - at, last - at);
            for (int i = offset; i < offset + searchable; i++) {
                if (page[i] == 'P' && page[i + 1] == 'K') {
                    return at + (i - offset);
                }
            }
            at += searchable;
            if (!ledger.inTime()) {
                return -1;
            }
        }
        return -1;
    }

    /**
     * Looks for the marks of zip, {@code P K} and 1 2, 3 4, 5 6 or 7 8. Every fourth octet is looked at: in
     * most content few are one of the mark's.
     *
     * @return the first place from {@code from} on, or -1
     */
    long nextMark(long from, Ledger ledger) throws IOException {
        long at = from;
        while (has(at, MARK) && ledger.inTime()) {
            locate(at, MARK);
            int end = (int) (at - start) + (int) Math.min(start + length - at, octets.size() - at);
            for (int i = (int) (at - start) + MARK - 1; i < end; i += MARK) {
                if (MARKED[page[i] & 0xff]) {
                    int found = mark(i, end);
                    if (found >= 0) {
                        return start + found;
                    }
                }
            }
            at = start + end - (MARK - 1);
        }
        return -1;
    }

    /** @return where in the page a mark begins of which this octet is one, which has its one place in it; -1 if none does */
    private int mark(int octet, int end) {
        int value = page[octet];
        int begin = octet - (value == 'P' ? 0 : value == 'K' ? 1 : value % 2 == 1 ? 2 : 3);
        if (begin < 0 || begin > end - MARK || page[begin] != 'P' || page[begin + 1] != 'K') {
            return -1;
        }
        int kind = page[begin + 2];
        return kind > 0 && kind <= 7 && kind % 2 == 1 && page[begin + 3] == kind + 1 ? begin : -1;
    }

    /** Makes sure that a short run lies in the page. */
    private int locate(long at, int count) throws IOException {
        if (!has(at, count)) {
            throw new IndexOutOfBoundsException("No " + count + " octets at " + at);
        }
        if (at < start || at + count > start + length) {
            try (InputStream in = octets.open(at, Math.min(PAGE, octets.size() - at))) {
                length = in.readNBytes(page, 0, (int) Math.min(PAGE, octets.size() - at));
            }
            start = at;
            if (length < count) {
                throw new IOException("The spool gave fewer octets than it holds");
            }
        }
        return (int) (at - start);
    }
}
