// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.Arrays;

/**
 * Base64 (RFC 2045 section 6.8), as the most lenient mail programs read it: garbage is skipped, missing padding is added, and
 * after padding a new run begins, or all ends (M03).
 */
final class Base64Decoder implements Decoder {
    private static final byte SKIP = -1;
    private static final byte PADDING = -2;
    private static final byte[] VALUES = new byte[256];

    /** The twelve bits of two digits, of which the first is the lower octet; -1 for what are no two digits. */
    private static final short[] PAIRS = new short[1 << 16];

    static {
        Arrays.fill(VALUES, SKIP);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
        VALUES['='] = PADDING;
        Arrays.fill(PAIRS, (short) -1);
        for (int i = 0; i < alphabet.length(); i++) {
            for (int j = 0; j < alphabet.length(); j++) {
                PAIRS[alphabet.charAt(i) | alphabet.charAt(j) << 8] = (short) (i << 6 | j);
            }
        }
    }

    private final Stop stop;
    private boolean begun;
    private boolean padded;
    private boolean garbage;
    private boolean goesOnAfterPadding;
    private boolean goesOnAfterGarbage;
    private int bits;
    private int count;
    private boolean stopped;

    Base64Decoder(Stop stop) {
        this.stop = stop;
    }

    /** @return what a digit stands for; negative if it is none */
    static int digit(byte octet) {
        return VALUES[octet & 0xff];
    }

    /** @return whether a program that stops at padding sees less */
    boolean goesOnAfterPadding() {
        return goesOnAfterPadding;
    }

    /** @return whether a program that stops at what is neither digit nor white space sees less */
    boolean goesOnAfterGarbage() {
        return goesOnAfterGarbage;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int i = from;
        int next = at;
        while (i < to && !stopped) {
            if (count == 0) {
                int whole = wholeGroups(in, i, to, out, next);
                next += (whole - i) / 4 * 3;
                i = whole;
                while (i < to && (in[i] == '\r' || in[i] == '\n')) {
                    i++;
                }
                if (i == to) {
                    break;
                }
                if (i > whole) {
                    continue;
                }
            }
            next = one(in[i], out, next);
            i++;
        }
        return next;
    }

    private int wholeGroups(byte[] in, int from, int to, byte[] out, int at) {
        int i = from;
        int next = at;
        while (i + EightOctets.COUNT <= to) {
            long digits = EightOctets.at(in, i);
            long first = PAIRS[(int) digits & 0xffff];
            long second = PAIRS[(int) (digits >>> 16) & 0xffff];
            long third = PAIRS[(int) (digits >>> 32) & 0xffff];
            long fourth = PAIRS[(int) (digits >>> 48)];
            if ((first | second | third | fourth) < 0) {
                break;
            }
            // Two octets too many, which the next ones replace.
            EightOctets.putBig(out, next, (first << 36 | second << 24 | third << 12 | fourth) << 16);
            next += 6;
            i += EightOctets.COUNT;
        }
        while (i + 4 <= to) {
            int a = VALUES[in[i] & 0xff];
            int b = VALUES[in[i + 1] & 0xff];
            int c = VALUES[in[i + 2] & 0xff];
            int d = VALUES[in[i + 3] & 0xff];
            if ((a | b | c | d) < 0) {
                break;
            }
            int group = a << 18 | b << 12 | c << 6 | d;
            out[next] = (byte) (group >> 16);
            out[next + 1] = (byte) (group >> 8);
            out[next + 2] = (byte) group;
            next += 3;
            i += 4;
        }
        if (i > from) {
            digit();
        }
        return i;
    }

    private int one(byte octet, byte[] out, int at) {
        byte value = VALUES[octet & 0xff];
        if (value >= 0) {
            digit();
            bits = bits << 6 | value;
            count++;
            return count == 4 ? flush(out, at) : at;
        }
        if (value == PADDING) {
            // A lone = in front of everything ends nothing.
            padded |= count > 1;
            stopped = stop != Stop.NEVER && count > 1;
            return flush(out, at);
        }
        if (begun && (octet < 0 || octet > ' ')) {
            garbage = true;
            stopped = stop == Stop.AT_GARBAGE;
        }
        return at;
    }

    private void digit() {
        begun = true;
        goesOnAfterPadding |= padded;
        goesOnAfterGarbage |= garbage;
    }

    private int flush(byte[] out, int at) {
        int next = at;
        int group = bits << 6 * (4 - count);
        for (int octets = count - 1, shift = 16; octets > 0; octets--, shift -= 8) {
            out[next++] = (byte) (group >> shift);
        }
        count = 0;
        bits = 0;
        return next;
    }

    @Override
    public int finish(byte[] out, int at) {
        return flush(out, at);
    }
}
