// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/** Text in UTF-16 (RFC 2781) as UTF-8, which engines look for words in. Surrogates stay by themselves. */
final class Utf16Decoder implements Decoder {
    private static final int MARK = 0xfeff;

    private final boolean littleEndian;
    private int first = -1;
    private boolean begun;

    Utf16Decoder(boolean littleEndian) {
        this.littleEndian = littleEndian;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        for (int i = from; i < to; i++) {
            int octet = in[i] & 0xff;
            if (first < 0) {
                first = octet;
            } else {
                int unit = littleEndian ? octet << 8 | first : first << 8 | octet;
                next = begun || unit != MARK ? utf8(unit, out, next) : next;
                begun = true;
                first = -1;
            }
        }
        return next;
    }

    /** @return behind the octets of a unit of sixteen bits */
    static int utf8(int unit, byte[] out, int at) {
        int next = at;
        if (unit < 0x80) {
            out[next++] = (byte) unit;
            return next;
        }
        if (unit < 0x800) {
            out[next++] = (byte) (0xc0 | unit >> 6);
        } else {
            out[next++] = (byte) (0xe0 | unit >> 12);
            out[next++] = (byte) (0x80 | unit >> 6 & 0x3f);
        }
        out[next++] = (byte) (0x80 | unit & 0x3f);
        return next;
    }

    @Override
    public int finish(byte[] out, int at) {
        return at;
    }

    @Override
    public int atMost(int encoded) {
        return encoded / 2 * 3 + 6;
    }
}
