// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Arrays;

/** The headers of a rar archive of version 5 (RAR 5.0 archive format). */
final class Rar5 {
    private static final byte[] MARK = {'R', 'a', 'r', '!', 0x1a, 7, 1, 0};
    private static final int MOST = 256 * 1024;
    private static final int MAIN = 1;
    private static final int FILE = 2;
    private static final int SERVICE = 3;
    private static final int ENCRYPTION = 4;
    private static final int END = 5;
    private static final int HAS_EXTRA = 1;
    private static final int HAS_DATA = 2;
    private static final int SPLIT = 0x18;
    private static final int VOLUME = 1;
    private static final int ENCRYPTED_FILE = 1;
    private static final int LONGEST_NUMBER = 10;

    private final Window window;
    private final Unopened found;

    /** The header that is read, and the place in it. */
    private byte[] header = new byte[0];

    private int at;

    Rar5(Window window, Unopened found) {
        this.window = window;
        this.found = found;
    }

    static boolean begins(Window window) throws IOException {
        return window.has(0, MARK.length) && Arrays.equals(window.bytes(0, MARK.length), MARK);
    }

    void look() throws IOException {
        long next = MARK.length;
        while (next >= 0 && found.goesOn()) {
            if (!load(next)) {
                found.damaged("rar: a header is wrong or breaks off");
                return;
            }
            next = header(next + 4 + header.length);
            if (next > window.size()) {
                found.damaged("rar: it breaks off");
                return;
            }
        }
    }

    /** Fetches the header from its length on, to behind which it goes. */
    private boolean load(long start) throws IOException {
        if (!window.has(start, 4)) {
            return false;
        }
        header = window.bytes(start + 4, LONGEST_NUMBER);
        at = 0;
        long length = number();
        if (length < 1 || length > MOST || !window.has(start + 4, at + length)) {
            return false;
        }
        header = window.bytes(start + 4, at + (int) length);
        return XzHeaders.crc(header, 0, header.length) == window.u32(start);
    }

    /** @return where the next header is, -1 if nothing more is to be seen */
    private long header(long end) {
        long kind = number();
        long flags = number();
        long extra = (flags & HAS_EXTRA) != 0 ? number() : 0;
        long data = (flags & HAS_DATA) != 0 ? number() : 0;
        if (kind == ENCRYPTION) {
            found.encrypted("rar: names and all");
            return -1;
        }
        if (kind == MAIN && (number() & VOLUME) != 0) {
            found.damaged("rar: one volume of several");
        }
        if (kind == FILE && (flags & SPLIT) != 0) {
            found.damaged("rar: an entry lies in another volume");
        }
        if ((kind == FILE || kind == SERVICE) && hasEncryption(extra)) {
            found.encrypted("rar: some of it");
        }
        return kind == END ? -1 : Math.min(end + data, Long.MAX_VALUE / 2);
    }

    private boolean hasEncryption(long extra) {
        long from = header.length - extra;
        if (extra <= 0 || from < at) {
            return false;
        }
        at = (int) from;
        while (at < header.length) {
            long length = number();
            int start = at;
            if (number() == ENCRYPTED_FILE) {
                return true;
            }
            if (length < 1 || length > header.length - start) {
                return false;
            }
            at = start + (int) length;
        }
        return false;
    }

    /** Seven bits an octet, the lowest first. What breaks off or is too large is no size of anything that is there. */
    private long number() {
        long value = 0;
        for (int i = 0; i < LONGEST_NUMBER && at < header.length; i++) {
            int octet = header[at++];
            value |= (octet & 0x7fL) << 7 * i;
            if (octet >= 0) {
                return value < 0 || i == LONGEST_NUMBER - 1 ? Long.MAX_VALUE / 4 : value;
            }
        }
        return Long.MAX_VALUE / 4;
    }
}
