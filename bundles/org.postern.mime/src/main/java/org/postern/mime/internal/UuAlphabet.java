// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.Arrays;

/** The characters of uuencode, and of xxencode, which is the same with others. */
enum UuAlphabet {
    UU,
    XX;

    private static final byte NONE = -1;
    private static final String XX_DIGITS = "+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final byte[] values = new byte[256];

    static {
        Arrays.fill(UU.values, NONE);
        for (int character = ' '; character <= '`'; character++) {
            UU.values[character] = (byte) (character - ' ' & 0x3f);
        }
        Arrays.fill(XX.values, NONE);
        for (int i = 0; i < XX_DIGITS.length(); i++) {
            XX.values[XX_DIGITS.charAt(i)] = (byte) i;
        }
    }

    boolean has(int octet) {
        return values[octet & 0xff] >= 0;
    }

    /** @return 0 to 63; something for what is no digit too, as programs do that do not check */
    int value(int octet) {
        int value = values[octet & 0xff];
        return value >= 0 ? value : this == UU ? octet - ' ' & 0x3f : 0;
    }
}
