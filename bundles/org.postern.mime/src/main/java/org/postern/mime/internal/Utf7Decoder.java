// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/** Text in UTF-7 (RFC 2152) as UTF-8, which engines look for words in. */
final class Utf7Decoder implements Decoder {
    private boolean shifted;
    private boolean any;
    private int bits;
    private int count;

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        for (int i = from; i < to; i++) {
            next = shifted ? shifted(in[i], out, next) : direct(in[i], out, next);
        }
        return next;
    }

    private int direct(byte octet, byte[] out, int at) {
        if (octet == '+') {
            shifted = true;
            any = false;
            bits = 0;
            count = 0;
            return at;
        }
        out[at] = octet;
        return at + 1;
    }

    private int shifted(byte octet, byte[] out, int at) {
        int digit = Base64Decoder.digit(octet);
        if (digit >= 0) {
            any = true;
            bits = bits << 6 | digit;
            count += 6;
            if (count < 16) {
                return at;
            }
            count -= 16;
            int unit = bits >> count & 0xffff;
            bits &= (1 << count) - 1;
            return Utf16Decoder.utf8(unit, out, at);
        }
        shifted = false;
        if (octet != '-') {
            return direct(octet, out, at);
        }
        if (any) {
            return at;
        }
        out[at] = '+';
        return at + 1;
    }

    @Override
    public int finish(byte[] out, int at) {
        return at;
    }

    @Override
    public int atMost(int encoded) {
        // Eight digits make three units of at most three octets.
        return encoded / 8 * 9 + 16;
    }
}
