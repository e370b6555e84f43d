// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/** Keeps messages in memory, counts what is not given back, and is full when told so. */
final class MemorySpool implements Spool {
    private final AtomicInteger open = new AtomicInteger();
    private boolean full;

    /** What was begun or completed and not closed. */
    int open() {
        return open.get();
    }

    void fill() {
        full = true;
    }

    @Override
    public SpoolWriter begin() {
        open.incrementAndGet();
        return new Writer();
    }

    @Override
    public boolean hasRoom(long octets) {
        return !full;
    }

    @Override
    public SpoolWriter copy(InputStream octets, long limit) throws IOException {
        if (full) {
            throw new org.postern.api.spool.SpoolFullException("the test's disk is full", new IOException("full"));
        }
        SpoolWriter writer = begin();
        byte[] all = octets.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limit + 1));
        writer.write(ByteBuffer.wrap(all));
        return writer;
    }

    SpooledMessage message(byte[] octets) throws IOException {
        SpoolWriter writer = begin();
        writer.write(ByteBuffer.wrap(octets));
        return writer.complete();
    }

    private final class Writer implements SpoolWriter {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean ended;

        @Override
        public boolean staysInMemory(int octets) {
            return true;
        }

        @Override
        public void write(ByteBuffer octets) {
            byte[] copy = new byte[octets.remaining()];
            octets.get(copy);
            written.writeBytes(copy);
        }

        @Override
        public long size() {
            return written.size();
        }

        @Override
        public SpooledMessage complete() throws IOException {
            ended = true;
            Octets octets = Octets.of(written.toByteArray());
            return new Message(octets, Examination.sha256(octets));
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                open.decrementAndGet();
            }
        }
    }

    private final class Message implements SpooledMessage {
        private final Octets octets;
        private final String sha256;
        private boolean closed;

        Message(Octets octets, String sha256) {
            this.octets = octets;
            this.sha256 = sha256;
        }

        @Override
        public long size() {
            return octets.size();
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            return octets.open(from, length);
        }

        @Override
        public String sha256() {
            return sha256;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
