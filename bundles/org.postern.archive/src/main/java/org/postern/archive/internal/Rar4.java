// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Arrays;

/** The headers of a rar archive up to version 4, as unrar's technote describes them. */
final class Rar4 {
    private static final byte[] MARK = {'R', 'a', 'r', '!', 0x1a, 7, 0};
    private static final int SHORTEST = 7;
    private static final int MAIN = 0x73;
    private static final int FILE = 0x74;
    private static final int SERVICE = 0x7a;
    private static final int END = 0x7b;
    private static final int VOLUME = 1;
    private static final int SPLIT = 3;
    private static final int ENCRYPTED = 4;
    private static final int ENCRYPTED_HEADERS = 0x80;
    private static final int LARGE = 0x100;
    private static final int HAS_DATA = 0x8000;
    private static final int HIGH_SIZE = 32;

    private final Window window;
    private final Unopened found;

    Rar4(Window window, Unopened found) {
        this.window = window;
        this.found = found;
    }

    static boolean begins(Window window) throws IOException {
        return window.has(0, MARK.length) && Arrays.equals(window.bytes(0, MARK.length), MARK);
    }

    void look() throws IOException {
        long at = MARK.length;
        // Old archives have no header at their end.
        while (at >= 0 && at < window.size() && found.goesOn()) {
            at = header(at);
        }
        if (at > window.size()) {
            found.damaged("rar: it breaks off");
        }
    }

    /** @return where the next header is, -1 if nothing more is to be seen */
    private long header(long at) throws IOException {
        int length = window.has(at, SHORTEST) ? window.u16(at + 5) : 0;
        if (length < SHORTEST || !window.has(at, length)) {
            found.damaged("rar: a header breaks off");
            return -1;
        }
        int kind = window.u8(at + 2);
        int flags = window.u16(at + 3);
        boolean wrong = (XzHeaders.crc(window.bytes(at + 2, length - 2), 0, length - 2) & 0xffff) != window.u16(at);
        if (kind < MAIN || kind > END || wrong && (kind == MAIN || kind == FILE)) {
            found.damaged("rar: a header is wrong");
            return -1;
        }
        return switch (kind) {
            case MAIN -> {
                if ((flags & VOLUME) != 0) {
                    found.damaged("rar: one volume of several");
                }
                if ((flags & ENCRYPTED_HEADERS) != 0) {
                    found.encrypted("rar: names and all");
                    yield -1;
                }
                yield next(at, length, kind, flags);
            }
            case FILE, SERVICE -> {
                if ((flags & ENCRYPTED) != 0) {
                    found.encrypted("rar: some of it");
                }
                if (kind == FILE && (flags & SPLIT) != 0) {
                    found.damaged("rar: an entry lies in another volume");
                }
                yield next(at, length, kind, flags);
            }
            case END -> -1;
            default -> next(at, length, kind, flags);
        };
    }

    private long next(long at, int length, int kind, int flags) throws IOException {
        boolean file = kind == FILE || kind == SERVICE;
        long data = (flags & HAS_DATA) != 0 || file ? sizeAt(at + SHORTEST) : 0;
        if (file && (flags & LARGE) != 0) {
            data += (sizeAt(at + HIGH_SIZE) & 0x7fffffffL) << 32;
        }
        return Math.min(at + length + data, Long.MAX_VALUE / 2);
    }

    private long sizeAt(long at) throws IOException {
        return window.has(at, 4) ? window.u32(at) : 0;
    }
}
