// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight octets of an array at once, the first one in the lowest bits: bodies are long, and little in them is of interest. */
final class EightOctets {
    static final int COUNT = 8;

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private EightOctets() {}

    static long at(byte[] octets, int index) {
        return (long) LITTLE.get(octets, index);
    }

    static void put(byte[] octets, int index, long eight) {
        LITTLE.set(octets, index, eight);
    }

    /** Writes the first octet from the highest bits. */
    static void putBig(byte[] octets, int index, long eight) {
        BIG.set(octets, index, eight);
    }

    /** @return the octet eight times */
    static long all(int octet) {
        return ONES * octet;
    }

    /** @return marks of which the lowest is at the first octet that equals those of {@code all}; 0 if none does */
    static long equal(long eight, long all) {
        long different = eight ^ all;
        return different - ONES & ~different & HIGH;
    }

    /** @return one bit for each octet, set if it is marked */
    static long bits(long marks) {
        return (marks >>> 7) * 0x0102040810204080L >>> 56;
    }

    /** @return how many octets stand before the first that is marked */
    static int before(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** @return where the first octet of that value is, or {@code to} */
    static int indexOf(byte[] octets, int from, int to, int octet) {
        int i = from;
        long all = all(octet);
        for (int eights = to - COUNT; i <= eights; i += COUNT) {
            long marks = equal(at(octets, i), all);
            if (marks != 0) {
                return i + before(marks);
            }
        }
        while (i < to && octets[i] != octet) {
            i++;
        }
        return i;
    }

    /** @return whether the two follow one another */
    static boolean holds(byte[] octets, int from, int to, char first, char second) {
        int i = from;
        int last = to - 1;
        long firsts = all(first);
        long seconds = all(second);
        for (int eights = last - COUNT; i <= eights; i += COUNT) {
            long different = at(octets, i) ^ firsts | at(octets, i + 1) ^ seconds;
            if (equal(different, 0) != 0) {
                return true;
            }
        }
        while (i < last && (octets[i] != first || octets[i + 1] != second)) {
            i++;
        }
        return i < last;
    }
}
