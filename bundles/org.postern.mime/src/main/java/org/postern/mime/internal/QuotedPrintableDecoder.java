// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/**
 * Quoted-printable (RFC 2045 section 6.7). What is no escape stands for itself; white space at the end of a line is dropped; a
 * soft line break may have white space before any kind of line end.
 */
final class QuotedPrintableDecoder implements Decoder {
    private static final int MOST_WHITE = 1024;
    private static final byte[] HEX = new byte[256];

    static {
        for (int i = 0; i < HEX.length; i++) {
            HEX[i] = (byte) Character.digit(i < 0x80 ? i : 0, 16);
        }
    }

    private final QuotedBlocks blocks = new QuotedBlocks();

    /** What is held back until it is known what it is: an {@code =} and what followed, or white space. */
    private final byte[] held = new byte[MOST_WHITE + 2];

    private int heldCount;
    private boolean afterSoftBreakCr;

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        int i = from;
        while (i < to) {
            if (i <= to - QuotedBlocks.LEAST && holdsNothing()) {
                i = blocks.decode(in, i, to, out, next);
                next = blocks.end();
            }
            next = one(in[i++], out, next);
        }
        return next;
    }

    private boolean holdsNothing() {
        return heldCount == 0 && !afterSoftBreakCr;
    }

    private int one(byte octet, byte[] out, int at) {
        int next = at;
        if (octet > '=' && holdsNothing()) {
            out[next++] = octet;
            return next;
        }
        if (afterSoftBreakCr) {
            afterSoftBreakCr = false;
            if (octet == '\n') {
                return next;
            }
        }
        if (heldCount == 0) {
            return begin(octet, out, next);
        }
        boolean escape = held[0] == '=';
        if (octet == '\r' || octet == '\n') {
            boolean softBreak = escape && isWhiteAfter(1);
            if (softBreak || !escape) {
                heldCount = 0;
            }
            next = release(out, next);
            if (softBreak) {
                afterSoftBreakCr = octet == '\r';
            } else {
                out[next++] = octet;
            }
            return next;
        }
        if (heldCount < held.length && (isWhite(octet) ? isWhiteAfter(1) : escape && isHexAt(octet))) {
            held[heldCount++] = octet;
            return heldCount == 3 && escape && hex(octet) >= 0 ? escaped(out, next) : next;
        }
        return begin(octet, out, release(out, next));
    }

    private int begin(byte octet, byte[] out, int at) {
        if (octet == '=' || isWhite(octet)) {
            held[0] = octet;
            heldCount = 1;
            return at;
        }
        out[at] = octet;
        return at + 1;
    }

    /** Whether a hexadecimal digit goes on with the escape that is held. */
    private boolean isHexAt(byte octet) {
        return hex(octet) >= 0 && (heldCount == 1 || heldCount == 2 && hex(held[1]) >= 0);
    }

    private boolean isWhiteAfter(int from) {
        return heldCount <= from || isWhite(held[from]);
    }

    private int escaped(byte[] out, int at) {
        out[at] = (byte) (hex(held[1]) << 4 | hex(held[2]));
        heldCount = 0;
        return at + 1;
    }

    private int release(byte[] out, int at) {
        System.arraycopy(held, 0, out, at, heldCount);
        int next = at + heldCount;
        heldCount = 0;
        return next;
    }

    @Override
    public int finish(byte[] out, int at) {
        if (heldCount > 0 && isWhiteAfter(1)) {
            // A soft line break, or white space, at the very end.
            heldCount = 0;
        }
        return release(out, at);
    }

    @Override
    public int atMost(int encoded) {
        return encoded + held.length;
    }

    private static boolean isWhite(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** @return what an escape stands for; negative if these are no hexadecimal digits */
    static int octet(byte first, byte second) {
        return hex(first) << 4 | hex(second);
    }

    private static int hex(byte octet) {
        return HEX[octet & 0xff];
    }
}
