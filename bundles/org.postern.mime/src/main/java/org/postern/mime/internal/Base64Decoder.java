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

    /** The twelve bits of two digits, of which the first is the lower octet; negative for what are no two digits. */
    private static final short[] PAIRS = new short[1 << 16];

    /** Stands there for a line end. */
    private static final short CRLF = -2;

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
        PAIRS['\r' | '\n' << 8] = CRLF;
    }

    private final Stop stop;
    private boolean begun;
    private boolean strange;
    private boolean odd;
    private int bits;
    private int count;
    private boolean stopped;
    private int afterGroups;

    Base64Decoder(Stop stop) {
        this.stop = stop;
    }

    /** @return what a digit stands for; negative if it is none */
    static int digit(byte octet) {
        return VALUES[octet & 0xff];
    }

    /** @return whether a digit follows on an {@code =}, or on what is neither digit nor white space: programs differ there */
    boolean isOdd() {
        return odd;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int i = from;
        int next = at;
        while (i < to && !stopped) {
            if (count == 0) {
                i = wholeGroups(in, i, to, out, next);
                next = afterGroups;
                if (i == to) {
                    break;
                }
            }
            next = one(in[i], out, next);
            i++;
        }
        return next;
    }

    /**
     * Decodes groups of four digits and passes over line ends between them; sets {@code afterGroups}.
     *
     * @return where something else begins
     */
    private int wholeGroups(byte[] in, int from, int to, byte[] out, int at) {
        int i = from;
        int next = at;
        int last = to - EightOctets.COUNT;
        while (i <= last) {
            for (; i <= last; i += EightOctets.COUNT) {
                long digits = EightOctets.at(in, i);
                long first = PAIRS[(int) digits & 0xffff];
                long second = PAIRS[(int) (digits >>> 16) & 0xffff];
                long third = PAIRS[(int) (digits >>> 32) & 0xffff];
                long fourth = PAIRS[(int) (digits >>> 48)];
                long six = first << 36 | second << 24 | third << 12 | fourth;
                // Negative if one of them is.
                if (six < 0) {
                    break;
                }
                // Two octets too many, which the next ones replace.
                EightOctets.putBig(out, next, six << 16);
                next += 6;
            }
            if (i > last) {
                break;
            }
            int first = pair(in, i);
            int second = pair(in, i + 2);
            if ((first | second) >= 0) {
                EightOctets.putBig(out, next, (long) (first << 12 | second) << 40);
                next += 3;
                i += 4;
                first = pair(in, i);
            }
            if (first != CRLF) {
                break;
            }
            i += 2;
        }
        if (next > at) {
            digit();
        }
        afterGroups = next;
        return i;
    }

    /** @return the twelve bits of two digits, of which the first is the lower octet; negative if they are none */
    static int pair(int digits) {
        return PAIRS[digits];
    }

    private static int pair(byte[] in, int at) {
        return PAIRS[in[at] & 0xff | (in[at + 1] & 0xff) << 8];
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
            strange = true;
            // A lone = in front of everything ends nothing.
            stopped = stop != Stop.NEVER && count > 1;
            return flush(out, at);
        }
        strange |= octet < 0 || octet > ' ' || octet != '\r' && octet != '\n' && octet != ' ' && octet != '\t';
        if (begun && (octet < 0 || octet > ' ')) {
            stopped = stop == Stop.AT_GARBAGE;
        }
        return at;
    }

    private void digit() {
        begun = true;
        odd |= strange;
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
