// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/** A spool that counts what is still in it. */
final class MemorySpool implements Spool {
    private static final int IN_MEMORY = 1 << 16;

    int open;
    long octetsHeld;
    long octetsTaken;
    boolean broken;

    @Override
    public SpoolWriter begin() {
        return new Writer();
    }

    @Override
    public boolean hasRoom(long octets) {
        return true;
    }

    @Override
    public SpoolWriter copy(InputStream octets, long limit) throws IOException {
        if (broken) {
            throw new IOException("the disk is gone");
        }
        Writer writer = new Writer();
        byte[] all = octets.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limit + 1));
        octetsTaken += all.length;
        writer.write(ByteBuffer.wrap(all));
        return writer;
    }

    private final class Writer implements SpoolWriter {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        @Override
        public boolean staysInMemory(int octets) {
            return true;
        }

        @Override
        public void write(ByteBuffer octets) {
            byte[] taken = new byte[octets.remaining()];
            octets.get(taken);
            out.writeBytes(taken);
        }

        @Override
        public long size() {
            return out.size();
        }

        @Override
        public SpooledMessage complete() {
            open++;
            octetsHeld += out.size();
            return new Message(out.toByteArray());
        }

        @Override
        public void close() {}
    }

    private final class Message implements SpooledMessage {
        private final byte[] octets;
        private boolean closed;

        Message(byte[] octets) {
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
            return octets.length <= IN_MEMORY;
        }

        @Override
        public String sha256() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            open -= closed ? 0 : 1;
            octetsHeld -= closed ? 0 : octets.length;
            closed = true;
        }
    }
}
