// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.postern.api.spool.SpooledMessage;

/** A message that never saw the disk. */
final class MemoryMessage implements SpooledMessage {
    private final int size;
    private final String sha256;
    private volatile byte[] octets;

    MemoryMessage(byte[] octets, int size, String sha256) {
        this.octets = octets;
        this.size = size;
        this.sha256 = sha256;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
        Objects.checkFromIndexSize(from, length, (long) size);
        byte[] open = octets;
        if (open == null) {
            throw new IOException("the message was closed");
        }
        return new ByteArrayInputStream(open, (int) from, (int) length);
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public void close() {
        octets = null;
    }
}
