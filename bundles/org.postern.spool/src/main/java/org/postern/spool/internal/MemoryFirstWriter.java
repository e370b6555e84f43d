// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.postern.api.spool.SpoolFullException;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/** Gathers up to 64 KiB in memory; from there on the same array is the buffer in front of a file. */
final class MemoryFirstWriter implements SpoolWriter {
    static final int IN_MEMORY = 64 * 1024;

    private static final int FIRST_CAPACITY = 4 * 1024;

    /** Makes the file, once it is needed. */
    interface NewFile {
        RandomAccessFile open() throws IOException;
    }

    private final NewFile newFile;
    private final Room room;
    private final MessageDigest digest = sha256();
    private byte[] buffer = {};
    private int buffered;
    private long size;
    private RandomAccessFile file;
    private boolean ended;

    MemoryFirstWriter(NewFile newFile, Room room) {
        this.newFile = newFile;
        this.room = room;
    }

    @Override
    public boolean staysInMemory(int octets) {
        return octets <= IN_MEMORY - buffered;
    }

    @Override
    public void write(ByteBuffer octets) throws IOException {
        refuseIfEnded();
        while (octets.hasRemaining()) {
            if (buffered == IN_MEMORY) {
                flush();
            }
            int taken = Math.min(octets.remaining(), IN_MEMORY - buffered);
            ensureCapacity(buffered + taken);
            octets.get(buffer, buffered, taken);
            digest.update(buffer, buffered, taken);
            buffered += taken;
            size += taken;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SpooledMessage complete() throws IOException {
        refuseIfEnded();
        if (file != null) {
            flush();
        }
        ended = true;
        String sha256 = HexFormat.of().formatHex(digest.digest());
        SpooledMessage message =
                file == null ? new MemoryMessage(buffer, buffered, sha256) : new FileMessage(file, size, sha256);
        release();
        return message;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            closeFile();
            release();
        }
    }

    private void refuseIfEnded() throws IOException {
        if (ended) {
            throw new IOException("the message was ended or thrown away before");
        }
    }

    /** The buffer doubles, so that a message of 2 KiB does not cost 64. */
    private void ensureCapacity(int needed) {
        if (needed > buffer.length) {
            int doubled = Math.max(FIRST_CAPACITY, buffer.length * 2);
            buffer = Arrays.copyOf(buffer, Math.min(IN_MEMORY, Math.max(doubled, needed)));
        }
    }

    private void flush() throws IOException {
        try {
            if (file == null) {
                file = newFile.open();
            }
            file.write(buffer, 0, buffered);
            buffered = 0;
        } catch (IOException failed) {
            boolean full = isFull(failed);
            close();
            throw full ? new SpoolFullException("the disk of the spool is full", failed) : failed;
        }
    }

    /** The system's message may be in any language, and a quota leaves room on the disk: so either sign counts. */
    private boolean isFull(IOException failed) {
        String said = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        return said.contains("no space left") || said.contains("quota exceeded") || room.isFullFor(buffered);
    }

    private void closeFile() {
        if (file != null) {
            FileMessage.closeQuietly(file);
        }
    }

    private void release() {
        file = null;
        buffer = new byte[0];
        buffered = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
