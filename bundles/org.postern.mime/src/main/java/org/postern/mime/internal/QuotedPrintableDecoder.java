// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/**
 * Quoted-printable (RFC 2045 section 6.7). What is no escape stands for itself; white space at the end of a line is dropped; a
 * soft line break may have white space before any kind of line end.
 */
final class QuotedPrintableDecoder implements Decoder {
    private static final int MOST_WHITE = 1024;
    private static final long ALL_ESCAPES = EightOctets.all('=');
    private static final long ALL_CR = EightOctets.all('\r');
    private static final long ALL_LF = EightOctets.all('\n');
    private static final byte[] HEX = new byte[256];

    static {
        for (int i = 0; i < HEX.length; i++) {
            HEX[i] = (byte) Character.digit(i < 0x80 ? i : 0, 16);
        }
    }

    /** What is held back until it is known what it is: an {@code =} and what followed, or white space. */
    private final byte[] held = new byte[MOST_WHITE + 2];

    private int heldCount;
    private boolean afterSoftBreakCr;
    private int afterEscapes;

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        int i = from;
        while (i < to) {
            if (heldCount > 0 || afterSoftBreakCr) {
                next = one(in[i++], out, next);
                continue;
            }
            int end = plain(in, i, to, out, next);
            next += end - i;
            if (end == to) {
                int white = whiteBefore(in, i, end);
                System.arraycopy(in, end - white, held, 0, white);
                heldCount = white;
                return next - white;
            }
            if (in[end] == '=') {
                i = escapes(in, end, to, out, next);
                next = afterEscapes;
            } else {
                next -= whiteBefore(in, i, end);
                out[next++] = in[end];
                i = end + 1;
            }
        }
        return next;
    }

    /** Copies what stands for itself, and up to seven octets more, which the next ones replace. */
    private static int plain(byte[] in, int from, int to, byte[] out, int at) {
        int i = from;
        int next = at;
        for (int eights = to - EightOctets.COUNT; i <= eights; i += EightOctets.COUNT) {
            long eight = EightOctets.at(in, i);
            EightOctets.put(out, next, eight);
            long marks = EightOctets.equal(eight, ALL_ESCAPES)
                    | EightOctets.equal(eight, ALL_CR)
                    | EightOctets.equal(eight, ALL_LF);
            if (marks != 0) {
                return i + EightOctets.before(marks);
            }
            next += EightOctets.COUNT;
        }
        while (i < to && in[i] != '=' && in[i] != '\r' && in[i] != '\n') {
            out[next++] = in[i++];
        }
        return i;
    }

    /**
     * Decodes what begins with an equals sign: escapes and soft line breaks, as many as follow one another. What is neither,
     * or is cut, is left to {@link #one}. Sets {@code afterEscapes}.
     *
     * @return where something else begins
     */
    private int escapes(byte[] in, int from, int to, byte[] out, int at) {
        int i = from;
        int next = at;
        for (int threes = to - 3; i <= threes && in[i] == '='; i += 3) {
            int octet = octet(in[i + 1], in[i + 2]);
            if (octet >= 0) {
                out[next++] = (byte) octet;
            } else if (in[i + 1] != '\r' || in[i + 2] != '\n') {
                break;
            }
        }
        if (i < to && in[i] == '=') {
            next = one(in[i++], out, next);
        }
        afterEscapes = next;
        return i;
    }

    /** @return how much white space is dropped if a line ends there: of too much of it only the rest */
    private int whiteBefore(byte[] in, int from, int end) {
        int white = 0;
        while (end - white > from && isWhite(in[end - white - 1])) {
            white++;
        }
        return white == 0 ? 0 : (white - 1) % held.length + 1;
    }

    private int one(byte octet, byte[] out, int at) {
        int next = at;
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
