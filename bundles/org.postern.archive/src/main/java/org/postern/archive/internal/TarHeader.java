// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One header of a tar archive (POSIX.1-1988 ustar, GNU and old forms).
 *
 * @param name the name it gives
 * @param type the type flag; zero reads as {@code '0'}
 * @param size the size it gives; -1 if it cannot be read
 */
record TarHeader(String name, char type, long size) {
    static final int BLOCK = 512;
    private static final int CHECKSUM = 148;

    /** @return the header, if these octets are one: the checksum tells */
    static Optional<TarHeader> of(byte[] block) {
        if (block.length < BLOCK || !isChecked(block)) {
            return Optional.empty();
        }
        char type = block[156] == 0 ? '0' : (char) (block[156] & 0xff);
        return Optional.of(new TarHeader(name(block), type, size(block)));
    }

    /** @return whether what follows is content for a reader of files */
    boolean isFile() {
        return "123456".indexOf(type) < 0;
    }

    private static String name(byte[] block) {
        boolean ustar = new String(block, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = ustar ? text(block, 345, 155) : "";
        return prefix.isEmpty() ? text(block, 0, 100) : prefix + "/" + text(block, 0, 100);
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }

    private static long size(byte[] block) {
        if ((block[124] & 0x80) == 0) {
            return octal(block, 124, 12);
        }
        // GNU: a binary number. Only what fits into 63 bits can be real.
        long value = block[124] & 0x7f;
        for (int i = 125; i < 136; i++) {
            if (value >>> 55 != 0) {
                return -1;
            }
            value = value << 8 | (block[i] & 0xff);
        }
        return value;
    }

    /** @return the number, 0 for an empty field, -1 if there is something else */
    private static long octal(byte[] block, int from, int length) {
        String digits = new String(block, from, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        if (digits.isEmpty()) {
            return from == CHECKSUM ? -1 : 0;
        }
        return digits.chars().allMatch(c -> c >= '0' && c <= '7') ? Long.parseLong(digits, 8) : -1;
    }

    /** Old programs sum signed octets. A sum can be negative then, and no negative one can be stated. */
    private static boolean isChecked(byte[] block) {
        for (int i = CHECKSUM; i < CHECKSUM + 8; i++) {
            if (block[i] < 0 || block[i] > ' ' && (block[i] < '0' || block[i] > '7')) {
                return false; // as in nearly all content, without a string made of it
            }
        }
        long stated = octal(block, CHECKSUM, 8);
        return stated >= 0 && (stated == checksum(block, 0xff) || stated == checksum(block, -1));
    }

    private static long checksum(byte[] block, int mask) {
        byte[] header = Arrays.copyOf(block, BLOCK);
        Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        long sum = 0;
        for (byte octet : header) {
            sum += octet & mask;
        }
        return sum;
    }
}
