// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The types of files a body signature may be for, by ClamAV's numbers. Only what the first octets tell is here. */
enum Target {
    ANY(0, ""),
    PE(1, "4d5a"),
    OLE2(2, "d0cf11e0a1b11ae1"),
    GRAPHICS(5, "474946383761", "474946383961", "ffd8ff", "89504e470d0a1a0a"),
    ELF(6, "7f454c46"),
    MACH_O(9, "feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe"),
    PDF(10, "255044462d"),
    FLASH(11, "465753", "435753", "5a5753"),
    JAVA(12, "cafebabe");

    /** How many octets tell them all. */
    static final int HEAD = 8;

    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes into the arrays
    private final List<byte[]> beginnings;

    Target(int number, String... beginnings) {
        this.number = number;
        this.beginnings =
                Arrays.stream(beginnings).map(HexFormat.of()::parseHex).toList();
    }

    /** @return the target of the second field of an {@code .ndb} line */
    static Target of(String field) throws Unusable {
        if (!field.matches("\\d{1,4}")) {
            throw Unusable.malformed("the second field is no target type");
        }
        int wanted = Integer.parseInt(field);
        Optional<Target> target =
                Arrays.stream(values()).filter(t -> t.number == wanted).findFirst();
        return target.orElseThrow(() -> Unusable.unsupported("target type " + wanted
                + " is not known here: what is 0, or begins like 1, 2, 5, 6, 9, 10, 11, 12, is"));
    }

    /** @return whether content that begins so is of that type */
    boolean fits(byte[] content, int count) {
        for (byte[] beginning : beginnings) {
            if (count >= beginning.length
                    && Arrays.equals(beginning, 0, beginning.length, content, 0, beginning.length)) {
                return true;
            }
        }
        return false;
    }
}
