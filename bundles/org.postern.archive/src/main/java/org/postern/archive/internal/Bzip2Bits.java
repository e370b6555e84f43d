// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Bits, the highest of an octet first. Takes no octet before it is needed. */
final class Bzip2Bits {
    private final InputStream in;
    private int kept;
    private int count;

    Bzip2Bits(InputStream in) {
        this.in = in;
    }

    /** @param wanted 1 to 24 */
    int take(int wanted) throws IOException {
        while (count < wanted) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            kept = kept << 8 | octet;
            count += 8;
        }
        count -= wanted;
        return kept >>> count & (1 << wanted) - 1;
    }

    int bit() throws IOException {
        return take(1);
    }

    boolean flag() throws IOException {
        return take(1) != 0;
    }
}
