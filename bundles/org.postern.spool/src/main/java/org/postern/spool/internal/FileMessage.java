// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.util.Objects;
import org.postern.api.spool.SpooledMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message in a file without a name: one descriptor for all readers, given back by the close. */
final class FileMessage implements SpooledMessage {
    private static final Logger LOG = LoggerFactory.getLogger(FileMessage.class);

    private final RandomAccessFile file;
    private final long size;
    private final String sha256;

    FileMessage(RandomAccessFile file, long size, String sha256) {
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
        Objects.checkFromIndexSize(from, length, size);
        synchronized (file) {
            file.getFilePointer(); // fails now rather than in the middle if the message was closed
        }
        return new BufferedPositionalInput(this, from, length);
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public void close() {
        closeQuietly(file);
    }

    /** Reads at a position; readers share the descriptor and so take turns. */
    int read(long position, byte[] into, int offset, int length) throws IOException {
        synchronized (file) {
            file.seek(position);
            int read = file.read(into, offset, length);
            if (read < 0) {
                throw new EOFException("the spooled message is shorter than it was");
            }
            return read;
        }
    }

    static void closeQuietly(RandomAccessFile file) {
        try {
            file.close();
        } catch (IOException odd) {
            LOG.warn("a spool file did not close: {}", odd.toString());
        }
    }
}
