// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/** Uuencode (M04): what stands between {@code begin} and {@code end} lines, one file after another. */
final class UuDecoder implements Decoder {
    /** The longest line that can come: a count, 63 octets as 84 characters, and a check character. */
    private static final int LONGEST = 96;

    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean inside;

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        for (int i = from; i < to; i++) {
            byte octet = in[i];
            if (octet == '\n' || octet == '\r') {
                next = endLine(out, next);
            } else if (length < LONGEST) {
                line[length++] = octet;
            }
        }
        return next;
    }

    private int endLine(byte[] out, int at) {
        int next = at;
        if (startsWith("begin ")) {
            inside = true;
        } else if (startsWith("end") && length <= 4) {
            inside = false;
        } else if (inside && length > 0) {
            next = data(out, at);
        }
        length = 0;
        return next;
    }

    private int data(byte[] out, int at) {
        int octets = value(0);
        int next = at;
        for (int i = 1; octets > 0 && i < length; i += 4) {
            int group = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
            for (int shift = 16; shift >= 0 && octets > 0; shift -= 8, octets--) {
                out[next++] = (byte) (group >> shift);
            }
        }
        return next;
    }

    /** White space at the end of a line may have been cut off: it means 0. */
    private int value(int index) {
        return index < length ? line[index] - ' ' & 0x3f : 0;
    }

    private boolean startsWith(String ascii) {
        if (length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (line[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int finish(byte[] out, int at) {
        return endLine(out, at);
    }

    @Override
    public int atMost(int encoded) {
        return encoded + LONGEST;
    }
}
