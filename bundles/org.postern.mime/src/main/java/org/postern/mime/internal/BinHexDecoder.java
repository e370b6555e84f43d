// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.Arrays;

/** The characters of BinHex 4.0 (RFC 1741 appendix A): six bits each, between two colons of which the first begins a line. */
final class BinHexDecoder implements Decoder {
    private static final byte SKIP = -1;
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, SKIP);
        String alphabet = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private enum State {
        LINE_START,
        BEFORE,
        INSIDE,
        OVER
    }

    private State state = State.LINE_START;
    private int bits;
    private int count;

    static boolean isDigit(int octet) {
        return VALUES[octet & 0xff] >= 0;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        for (int i = from; i < to; i++) {
            byte octet = in[i];
            if (state == State.INSIDE) {
                next = inside(octet, out, next);
            } else if (state != State.OVER) {
                boolean lineEnds = octet == '\n' || octet == '\r';
                state = octet == ':' && state == State.LINE_START
                        ? State.INSIDE
                        : lineEnds ? State.LINE_START : State.BEFORE;
            }
        }
        return next;
    }

    private int inside(byte octet, byte[] out, int at) {
        int value = VALUES[octet & 0xff];
        if (octet == ':') {
            state = State.OVER;
        } else if (value >= 0) {
            bits = bits << 6 | value;
            count += 6;
            if (count >= 8) {
                count -= 8;
                out[at] = (byte) (bits >> count);
                return at + 1;
            }
        }
        return at;
    }

    @Override
    public int finish(byte[] out, int at) {
        return at;
    }
}
