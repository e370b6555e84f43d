// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/**
 * Base64 in which {@code =} or something else stands where it should not, as mail programs read it that do not take {@code =}
 * for an end (M03). Only what {@link Base64Decoder} found to be so comes here.
 */
final class OddBase64Decoder implements Decoder {
    /** What programs make of it. */
    enum Rule {
        /** As {@code base64_decode} of PHP: {@code =} is nothing, and the digits beside it belong together. */
        PADDING_IS_NOTHING,
        /** As libmime of Thunderbird: {@code =} is the digit zero, and each takes away the last octet of its four digits. */
        PADDING_IS_ZERO,
        /** As GLib: {@code =} is the digit zero; the third and the fourth digit of four take away their own octets. */
        PADDING_IS_ZERO_IN_PLACE,
        /** As MimeKit and GMime: {@code =} is the digit zero, and takes nothing away but at the end. */
        PADDING_IS_A_DIGIT,
        /** As mbstring of PHP: {@code =} is nothing, what is no digit is the digit zero. */
        GARBAGE_IS_ZERO
    }

    private final Rule rule;
    private int bits;
    private int count;
    private int paddings;
    private boolean thirdIsPadding;
    private boolean fourthIsPadding;

    /** Octets that the end takes away, as long as nobody knows whether it comes. */
    private int held;

    private int heldBits;

    OddBase64Decoder(Rule rule) {
        this.rule = rule;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        for (int i = from; i < to; i++) {
            next = one(in[i], out, next);
        }
        return next;
    }

    private int one(byte octet, byte[] out, int at) {
        int digit = Base64Decoder.digit(octet);
        if (digit >= 0) {
            return digit(digit, false, out, at);
        }
        boolean nothing = rule == Rule.PADDING_IS_NOTHING || rule == Rule.GARBAGE_IS_ZERO;
        if (octet == '=') {
            return nothing ? at : digit(0, true, out, at);
        }
        boolean white = octet == '\r' || octet == '\n' || octet == ' ' || octet == '\t';
        return rule == Rule.GARBAGE_IS_ZERO && !white ? digit(0, false, out, at) : at;
    }

    private int digit(int value, boolean padding, byte[] out, int at) {
        int next = octets(heldBits, held, out, at);
        held = 0;
        bits = bits << 6 | value;
        count++;
        paddings += padding ? 1 : 0;
        thirdIsPadding |= padding && count == 3;
        fourthIsPadding |= padding && count == 4;
        return count == 4 ? group(out, next) : next;
    }

    private int group(byte[] out, int at) {
        int next = at;
        int high = bits << 8;
        switch (rule) {
            case PADDING_IS_ZERO -> next = octets(high, Math.max(1, 3 - paddings), out, next);
            case PADDING_IS_ZERO_IN_PLACE -> {
                next = octets(high, thirdIsPadding ? 1 : 2, out, next);
                next = octets(high << 16, fourthIsPadding ? 0 : 1, out, next);
            }
            case PADDING_IS_A_DIGIT -> {
                held = fourthIsPadding ? thirdIsPadding ? 2 : 1 : 0;
                next = octets(high, 3 - held, out, next);
                heldBits = high << 8 * (3 - held);
            }
            default -> next = octets(high, 3, out, next);
        }
        begin();
        return next;
    }

    /** Writes the highest ones. */
    private static int octets(int high, int number, byte[] out, int at) {
        for (int i = 0; i < number; i++) {
            out[at + i] = (byte) (high >> 24 - 8 * i);
        }
        return at + number;
    }

    private void begin() {
        bits = 0;
        count = 0;
        paddings = 0;
        thirdIsPadding = false;
        fourthIsPadding = false;
    }

    /** What is left of four digits brings as many octets as it has whole. */
    @Override
    public int finish(byte[] out, int at) {
        int next = octets(bits << 8 + 6 * (4 - count), Math.max(0, count - 1 - paddings), out, at);
        held = 0;
        begin();
        return next;
    }
}
