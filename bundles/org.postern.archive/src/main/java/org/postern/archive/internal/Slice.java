// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.postern.api.spool.Octets;

/**
 * A run of other octets.
 *
 * @param whole the others
 * @param start where it begins in them
 */
record Slice(Octets whole, long start, long size) implements Octets {
    Slice {
        Objects.checkFromIndexSize(start, size, whole.size());
    }

    static Octets of(Octets whole, long start, long size) {
        return new Slice(whole, start, size);
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
        Objects.checkFromIndexSize(from, length, size);
        return whole.open(start + from, length);
    }

    @Override
    public boolean inMemory() {
        return whole.inMemory();
    }
}
