// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.spool;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;

/** Octets in memory. */
final class ArrayOctets implements Octets {
    private final byte[] octets;

    ArrayOctets(byte[] octets) {
        this.octets = octets;
    }

    @Override
    public long size() {
        return octets.length;
    }

    @Override
    public InputStream open(long from, long length) {
        Objects.checkFromIndexSize(from, length, octets.length);
        return new ByteArrayInputStream(octets, (int) from, (int) length);
    }

    @Override
    public boolean inMemory() {
        return true;
    }
}
