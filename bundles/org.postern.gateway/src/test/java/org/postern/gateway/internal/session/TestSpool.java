// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolFullException;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/** A spool whose disk can be slow, full or broken, and which counts what is freed. */
final class TestSpool implements Spool {
    private static final int IN_MEMORY = 64 * 1024;

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger freed = new AtomicInteger();
    private final AtomicInteger freedAgain = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private volatile CountDownLatch disk = new CountDownLatch(0);
    private volatile boolean hasRoom = true;
    private volatile IOException failure;
    private volatile Error error;

    int open() {
        return begun.get() - freed.get();
    }

    int begun() {
        return begun.get();
    }

    int freedAgain() {
        return freedAgain.get();
    }

    void stopTheDisk() {
        disk = new CountDownLatch(1);
    }

    void goOn() {
        disk.countDown();
    }

    /** Waits until somebody writes to the disk. */
    boolean awaitWrite() throws InterruptedException {
        return reached.await(5, TimeUnit.SECONDS);
    }

    void takeRoom() {
        hasRoom = false;
    }

    void fillTheDisk() {
        failure = new SpoolFullException("the disk is full", new IOException("no space"));
    }

    void breakTheDisk() {
        failure = new IOException("the disk is broken");
    }

    void fallToPieces() {
        error = new StackOverflowError("of the test");
    }

    @Override
    public SpoolWriter begin() {
        begun.incrementAndGet();
        return new Writer();
    }

    @Override
    public boolean hasRoom(long octets) {
        return hasRoom;
    }

    @Override
    public SpoolWriter copy(InputStream octets, long limit) {
        throw new UnsupportedOperationException("a gateway decodes nothing");
    }

    private void free(boolean again) {
        (again ? freedAgain : freed).incrementAndGet();
    }

    private final class Writer implements SpoolWriter {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean closed;
        private boolean completed;

        @Override
        public boolean staysInMemory(int octets) {
            return written.size() + octets <= IN_MEMORY;
        }

        @Override
        public void write(ByteBuffer octets) throws IOException {
            if (closed) {
                throw new IOException("written after it was freed");
            }
            if (!staysInMemory(octets.remaining())) {
                writeToDisk();
            }
            byte[] copy = new byte[octets.remaining()];
            octets.get(copy);
            written.writeBytes(copy);
        }

        private void writeToDisk() throws IOException {
            if (Thread.currentThread().getName().startsWith("postern-io")) {
                throw new IllegalStateException("an I/O thread must not block");
            }
            reached.countDown();
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw failure;
            }
            if (error != null) {
                throw error;
            }
        }

        @Override
        public long size() {
            return written.size();
        }

        @Override
        public SpooledMessage complete() {
            completed = true;
            return new Message(written.toByteArray());
        }

        @Override
        public void close() {
            if (!completed) {
                free(closed);
                closed = true;
            }
        }
    }

    private final class Message implements SpooledMessage {
        private final byte[] octets;
        private volatile boolean closed;

        Message(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public boolean inMemory() {
            return octets.length <= IN_MEMORY;
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            if (closed) {
                throw new IOException("opened after it was freed");
            }
            return Octets.of(octets).open(from, length);
        }

        @Override
        public String sha256() {
            return digest(octets);
        }

        @Override
        public void close() {
            free(closed);
            closed = true;
        }
    }

    static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
