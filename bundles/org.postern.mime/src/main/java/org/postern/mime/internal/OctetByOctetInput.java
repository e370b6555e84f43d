// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A stream whose octets come one by one. Unlike {@link InputStream} it hides no error that meets it after the first of several. */
abstract class OctetByOctetInput extends InputStream {
    private final Closeable source;

    /** @param source is closed with it */
    OctetByOctetInput(Closeable source) {
        this.source = source;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                return count == 0 ? -1 : count;
            }
            target[offset + count++] = (byte) octet;
        }
        return count;
    }

    @Override
    public final void close() throws IOException {
        source.close();
    }
}
