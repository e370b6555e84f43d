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
    private static final long ALL_BEHIND_CR = EightOctets.all('\r' + 1);
    private static final byte[] HEX = new byte[256];

    /** How many octets are looked at together: as many as a mask has bits. */
    private static final int BLOCK = Long.SIZE;

    /** Most runs of text between two escapes are no longer. */
    private static final int RUN = 32;

    /** What the two octets behind an equals sign add up to: an octet, {@link #SOFT_BREAK}, or neither. */
    private static final int[] FIRST = new int[256];

    private static final int[] SECOND = new int[256];
    private static final int SOFT_BREAK = 0x100;
    private static final int NEITHER = 0x4000;

    static {
        for (int i = 0; i < HEX.length; i++) {
            HEX[i] = (byte) Character.digit(i < 0x80 ? i : 0, 16);
            FIRST[i] = HEX[i] < 0 ? NEITHER : HEX[i] << 4;
            SECOND[i] = HEX[i] < 0 ? NEITHER : HEX[i];
        }
        FIRST['\r'] = 0x1000;
        SECOND['\n'] = SOFT_BREAK - 0x1000;
    }

    /** What is held back until it is known what it is: an {@code =} and what followed, or white space. */
    private final byte[] held = new byte[MOST_WHITE + 2];

    private int heldCount;
    private boolean afterSoftBreakCr;
    private int afterEscapes;
    private int afterBlocks;

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        int i = from;
        while (i < to) {
            if (heldCount > 0 || afterSoftBreakCr) {
                next = one(in[i++], out, next);
                continue;
            }
            i = blocks(in, i, to, out, next);
            next = afterBlocks;
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

    /**
     * Decodes while there is much of it. The places of all equals signs and line ends in a block are found first: a processor cannot
     * foresee where they are, and would stumble at each. Sets {@code afterBlocks}.
     *
     * @return where what is left begins: the rest, or an equals sign that is neither an escape nor a soft line break
     */
    private int blocks(byte[] in, int from, int to, byte[] out, int at) {
        int run = from;
        int next = at;
        int block = from;
        while (block <= to - BLOCK - RUN) {
            for (long marks = marks(in, block); marks != 0; marks &= marks - 1) {
                int mark = block + Long.numberOfTrailingZeros(marks);
                if (in[mark] == '=') {
                    next = copy(in, run, mark, out, next);
                    int octet = FIRST[in[mark + 1] & 0xff] + SECOND[in[mark + 2] & 0xff];
                    if ((octet & ~(2 * SOFT_BREAK - 1)) != 0) {
                        afterBlocks = next;
                        return mark;
                    }
                    // A soft line break is written too, and replaced by what comes next.
                    out[next] = (byte) octet;
                    next += 1 - (octet >> 8);
                    run = mark + 3;
                } else if (mark > run && isWhite(in[mark - 1]) && (in[mark] == '\r' || in[mark] == '\n')) {
                    next = copy(in, run, mark, out, next) - whiteBefore(in, run, mark);
                    run = mark;
                }
            }
            block = Math.max(block + BLOCK, run);
        }
        int end = block - whiteBefore(in, run, block);
        System.arraycopy(in, run, out, next, end - run);
        afterBlocks = next + end - run;
        return end;
    }

    /** @return a bit for each octet of a block, set where an equals sign or a line end is; some others are set too */
    private static long marks(byte[] in, int from) {
        long marks = 0;
        for (int i = 0; i < BLOCK; i += EightOctets.COUNT) {
            long eight = EightOctets.at(in, from + i);
            long eights = EightOctets.equal(eight, ALL_ESCAPES) | EightOctets.below(eight, ALL_BEHIND_CR);
            marks |= EightOctets.bits(eights) << i;
        }
        return marks;
    }

    /** Copies, and up to {@code RUN} octets more, which the next ones replace. */
    private static int copy(byte[] in, int from, int to, byte[] out, int at) {
        EightOctets.put(out, at, EightOctets.at(in, from));
        EightOctets.put(out, at + 8, EightOctets.at(in, from + 8));
        EightOctets.put(out, at + 16, EightOctets.at(in, from + 16));
        EightOctets.put(out, at + 24, EightOctets.at(in, from + 24));
        for (int i = RUN; i < to - from; i += EightOctets.COUNT) {
            EightOctets.put(out, at + i, EightOctets.at(in, from + i));
        }
        return at + to - from;
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
