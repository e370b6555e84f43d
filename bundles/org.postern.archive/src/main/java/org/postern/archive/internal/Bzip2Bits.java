// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Bits, the highest of an octet first. Takes no octet before it is needed. */
final class Bzip2Bits {
    /** How many bits are looked at for a symbol at once. */
    static final int FAST = 10;

    private final InputStream in;
    private int kept;
    private int count;

    Bzip2Bits(InputStream in) {
        this.in = in;
    }

    /** @param wanted 1 to 24 */
    int take(int wanted) throws IOException {
        while (count < wanted) {
            fill();
        }
        count -= wanted;
        return kept >>> count & (1 << wanted) - 1;
    }

    /** @param table the code's, for {@link #FAST} bits */
    int symbol(PrefixCode code, int[] table) throws IOException {
        while (true) {
            int present = Math.min(count, FAST);
            int row = (kept >>> count - present & (1 << present) - 1) << FAST - present;
            int length = table[row] & (1 << PrefixCode.LENGTH_BITS) - 1;
            if (length > 0 && length <= present) {
                count -= length;
                return table[row] >> PrefixCode.LENGTH_BITS;
            }
            if (present == FAST) {
                return code.next(this::bit);
            }
            fill();
        }
    }

    private void fill() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        kept = kept << 8 | octet;
        count += 8;
    }

    int bit() throws IOException {
        return take(1);
    }

    boolean flag() throws IOException {
        return take(1) != 0;
    }
}
