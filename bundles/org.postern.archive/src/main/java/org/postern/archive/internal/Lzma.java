// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.LZMAInputStream;

/**
 * Begins decoders of LZMA and LZMA2. No distance reaches further back than to the first octet that came out, so a
 * dictionary is made as large as what may come out, whatever the sender claims.
 */
final class Lzma {
    static final long UNKNOWN = -1;

    /** The length of the properties: one octet for the model, four for the dictionary. */
    static final int PROPERTIES = 5;

    private static final int SMALLEST = 4096;
    private static final int MOST_PROPERTIES = 9 * 5 * 5;

    private Lzma() {}

    /** @return how large a dictionary has to be */
    static long dictionary(long claimed, long mostOctets) {
        return Math.max(SMALLEST, Math.min(claimed, mostOctets));
    }

    /** @return the most that may come out of so many octets before a bound ends it */
    static long mostFrom(long packed, Limits limits) {
        long byRatio = packed > limits.entryOctets() ? limits.entryOctets() : packed * limits.ratio();
        // what comes out with one call goes beyond the bound
        return Math.min(limits.entryOctets(), Math.max(limits.ratioFrom(), byRatio)) + SMALLEST;
    }

    /**
     * @param properties the octet that sets the model
     * @param dictionary as {@link #dictionary} says
     * @param size how many octets come out, or unknown when a mark ends them
     */
    static InputStream stream(InputStream in, int properties, long dictionary, long size) throws IOException {
        if (properties >= MOST_PROPERTIES) {
            throw new IOException("LZMA with properties that are none");
        }
        LZMAInputStream stream = new LZMAInputStream(in, size, (byte) properties, Math.toIntExact(dictionary));
        stream.enableRelaxedEndCondition();
        return stream;
    }

    /** @param dictionary as {@link #dictionary} says */
    static InputStream chunks(InputStream in, long dictionary) {
        return new LZMA2InputStream(in, Math.toIntExact(dictionary));
    }

    /** @return the size of a dictionary that the one octet of properties of LZMA2 stands for */
    static long dictionaryOfChunks(int properties) throws IOException {
        if (properties > 40) {
            throw new IOException("LZMA2 with properties that are none");
        }
        return properties == 40 ? 0xffffffffL : (long) (2 | properties & 1) << properties / 2 + 11;
    }
}
