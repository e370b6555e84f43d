// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/** Uuencode and xxencode (M04): what stands between {@code begin} and {@code end} lines, one file after another. */
final class UuDecoder implements Decoder {
    /** Which lines count. */
    enum Lines {
        /** Whatever stands there. */
        ALL,
        /** Those of which count and length fit, with no strange character, up to the first line of no octets. */
        REGULAR
    }

    /** The longest line that can come: a count, 63 octets as 84 characters, and a check character. */
    static final int LONGEST = 96;

    private final UuAlphabet alphabet;
    private final Lines lines;
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean inside;

    /** @param inside whether data comes at once, without a line that says {@code begin} */
    UuDecoder(UuAlphabet alphabet, Lines lines, boolean inside) {
        this.alphabet = alphabet;
        this.lines = lines;
        this.inside = inside;
    }

    /**
     * @param length how many characters a line of data has
     * @param octets how many octets its first character says
     */
    static boolean isRegular(int length, int octets) {
        int needed = 1 + (octets * 8 + 5) / 6;
        return octets > 0 && length >= needed && length <= 1 + (octets + 2) / 3 * 4 + 1;
    }

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
        if (startsWith("begin") && length > 5 && line[5] <= ' ') {
            inside = true;
        } else if (isEnd()) {
            inside = false;
        } else if (inside && length > 0) {
            next = data(out, at);
        }
        length = 0;
        return next;
    }

    private boolean isEnd() {
        int trimmed = length;
        while (trimmed > 0 && line[trimmed - 1] <= ' ') {
            trimmed--;
        }
        return trimmed == 3 && startsWith("end");
    }

    private int data(byte[] out, int at) {
        int octets = value(0);
        if (lines == Lines.REGULAR) {
            inside = octets > 0;
            if (!isRegular()) {
                return at;
            }
        }
        int next = at;
        for (int i = 1; octets > 0 && i < length; i += 4) {
            int group = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
            for (int shift = 16; shift >= 0 && octets > 0; shift -= 8, octets--) {
                out[next++] = (byte) (group >> shift);
            }
        }
        return next;
    }

    private boolean isRegular() {
        for (int i = 0; i < length; i++) {
            if (!alphabet.has(line[i])) {
                return false;
            }
        }
        return isRegular(length, value(0));
    }

    /** White space at the end of a line may have been cut off: it means 0. */
    private int value(int index) {
        return index < length ? alphabet.value(line[index]) : 0;
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
