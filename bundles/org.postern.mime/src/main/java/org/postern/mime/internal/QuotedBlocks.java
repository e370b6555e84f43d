// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.Arrays;

/**
 * Decodes quoted-printable as it mostly is, many octets at once: text, escapes and soft line breaks. A processor cannot foresee where
 * they are, and would stumble at each: so the equals signs of a block are found first, and at each the same is done whatever it is.
 */
final class QuotedBlocks {
    /** How many octets are looked at together: as many as a mask has bits. */
    private static final int BLOCK = Long.SIZE;

    /** Most runs of text between two escapes are no longer. */
    private static final int RUN = 48;

    /** Of fewer octets nothing is decoded. */
    static final int LEAST = BLOCK + RUN;

    private static final long ALL_ESCAPES = EightOctets.all('=');

    /** Bits that are not set in white space, nor in what may begin a line end. */
    private static final long NOT_WHITE = EightOctets.all(~(' ' | '\t') & 0xff);

    private static final long LINE_END = EightOctets.all('\r' & '\n');
    private static final long LINE_END_BITS = EightOctets.all(0xf8);

    /** What two octets behind an equals sign stand for, of which the first is the lower one: an octet, a soft line break, or negative. */
    private static final short[] ESCAPES = new short[1 << 16];

    private static final int SOFT_BREAK = 0x100;

    static {
        Arrays.fill(ESCAPES, (short) -1);
        for (int i = 0; i < 0x80; i++) {
            for (int j = 0; j < 0x80; j++) {
                ESCAPES[i | j << 8] = (short) Math.max(-1, QuotedPrintableDecoder.octet((byte) i, (byte) j));
            }
        }
        ESCAPES['\r' | '\n' << 8] = SOFT_BREAK;
    }

    private int end;

    /** @return where the next decoded octet goes, after {@link #decode} */
    int end() {
        return end;
    }

    /**
     * Decodes while there is much of it. May write more octets than that, which the next ones replace, but no more than it is given.
     *
     * @return where something else may begin: white space at the end of a line, an equals sign that begins no escape, or the rest
     */
    int decode(byte[] in, int from, int to, byte[] out, int at) {
        int run = from;
        int next = at;
        int block = from;
        for (; block <= to - LEAST; block += BLOCK) {
            // An escape that began in the block before may have an equals sign here.
            long marks = marks(in, block) & -1L << Math.max(0, run - block);
            while (marks != 0) {
                int mark = block + Long.numberOfTrailingZeros(marks);
                long eight = EightOctets.at(in, mark);
                int first = ESCAPES[(int) (eight >>> 8) & 0xffff];
                int second = ESCAPES[(int) (eight >>> 32) & 0xffff];
                // One if another equals sign follows, as it does where characters have two octets, else 0.
                int two = ((int) (eight >>> 24) & 0xff ^ '=') - 1 >>> 31;
                if ((first | second & -two) < 0 || (eight & 0xff) != '=') {
                    return upTo(mark, in, run, out, next);
                }
                next = copy(in, run, mark, out, next);
                // A soft line break is written too, and replaced by what comes next.
                out[next] = (byte) first;
                next += 1 - (first >> 8);
                out[next] = (byte) second;
                next += two & ~(second >> 8);
                run = mark + 3 + 3 * two;
                marks &= marks - 1;
                marks &= marks - two;
            }
        }
        return upTo(Math.max(block, run), in, run, out, next);
    }

    /** Copies the text up to there without white space at its end, of which it is not known whether a line ends behind it. */
    private int upTo(int to, byte[] in, int run, byte[] out, int at) {
        int last = to;
        while (last > run && (in[last - 1] == ' ' || in[last - 1] == '\t')) {
            last--;
        }
        System.arraycopy(in, run, out, at, last - run);
        end = at + last - run;
        return last;
    }

    /** @return a bit for each octet of a block, set at equals signs and at white space before a line end, seldom at others */
    private static long marks(byte[] in, int at) {
        return bits(in, at)
                | bits(in, at + 8) << 8
                | bits(in, at + 16) << 16
                | bits(in, at + 24) << 24
                | bits(in, at + 32) << 32
                | bits(in, at + 40) << 40
                | bits(in, at + 48) << 48
                | bits(in, at + 56) << 56;
    }

    private static long bits(byte[] in, int at) {
        long eight = EightOctets.at(in, at);
        long behind = EightOctets.at(in, at + 1);
        long white = eight & NOT_WHITE | behind & LINE_END_BITS ^ LINE_END;
        return EightOctets.bits(EightOctets.equal(eight, ALL_ESCAPES) | EightOctets.equal(white, 0));
    }

    /** Copies, and up to {@code RUN} octets more. */
    private static int copy(byte[] in, int from, int to, byte[] out, int at) {
        EightOctets.put(out, at, EightOctets.at(in, from));
        EightOctets.put(out, at + 8, EightOctets.at(in, from + 8));
        EightOctets.put(out, at + 16, EightOctets.at(in, from + 16));
        EightOctets.put(out, at + 24, EightOctets.at(in, from + 24));
        EightOctets.put(out, at + 32, EightOctets.at(in, from + 32));
        EightOctets.put(out, at + 40, EightOctets.at(in, from + 40));
        for (int i = RUN; i < to - from; i += EightOctets.COUNT) {
            EightOctets.put(out, at + i, EightOctets.at(in, from + i));
        }
        return at + to - from;
    }
}
