// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

/** An octet of a signature in one int: its value, and which of its bits count. */
final class Octet {
    static final int ANY = 0;

    private Octet() {}

    /** @return the octet of two digits, of which each may be {@code ?} */
    static int of(char high, char low) throws Unusable {
        return nibble(high) << 4 | nibble(low);
    }

    private static int nibble(char digit) throws Unusable {
        if (digit == '?') {
            return 0;
        }
        int value = digit < 128 ? Character.digit(digit, 16) : -1;
        if (value < 0) {
            throw Unusable.malformed("there is something that is no hexadecimal digit");
        }
        return 0xf00 | value;
    }

    static int value(int octet) {
        return octet & 0xff;
    }

    static int mask(int octet) {
        return octet >> 8 & 0xff;
    }

    static boolean isFixed(int octet) {
        return mask(octet) == 0xff;
    }

    static boolean matches(int octet, byte actual) {
        return ((actual ^ octet) & octet >> 8 & 0xff) == 0;
    }
}
