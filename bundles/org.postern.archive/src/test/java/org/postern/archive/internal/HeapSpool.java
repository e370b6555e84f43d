// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/** A spool in memory that knows what was not given back, and fails on demand. */
final class HeapSpool implements Spool {
    private int open;
    private boolean full;

    int open() {
        return open;
    }

    void fill() {
        full = true;
    }

    @Override
    public SpoolWriter begin() {
        open++;
        return new HeapWriter();
    }

    @Override
    public boolean hasRoom(long octets) {
        return true;
    }

    @Override
    public SpoolWriter copy(InputStream octets, long limit) throws IOException {
        if (full) {
            throw new IOException("The spool is full");
        }
        SpoolWriter writer = begin();
        byte[] buffer = new byte[4096];
        int count = 0;
        while (count >= 0 && writer.size() <= limit) {
            writer.write(ByteBuffer.wrap(buffer, 0, count));
            count = octets.read(buffer, 0, (int) Math.min(buffer.length, limit + 1 - writer.size()));
        }
        return writer;
    }

    private final class HeapWriter implements SpoolWriter {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private boolean ended;

        @Override
        public boolean staysInMemory(int count) {
            return true;
        }

        @Override
        public void write(ByteBuffer more) {
            octets.write(more.array(), more.arrayOffset() + more.position(), more.remaining());
            more.position(more.limit());
        }

        @Override
        public long size() {
            return octets.size();
        }

        @Override
        public SpooledMessage complete() {
            ended = true;
            return new HeapMessage(octets.toByteArray());
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                open--;
            }
        }
    }

    private final class HeapMessage implements SpooledMessage {
        private final byte[] octets;
        private boolean closed;

        HeapMessage(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public String sha256() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            if (closed) {
                throw new IOException("Was given back");
            }
            return Octets.of(octets).open(from, length);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open--;
            }
        }
    }
}
