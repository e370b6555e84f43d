// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A range of a file, with a position and a buffer of its own. Large reads go past the buffer. */
final class BufferedPositionalInput extends InputStream {
    private static final int BUFFER = 8 * 1024;

    private final FileMessage message;
    private final long end;
    private long position;
    private byte[] buffer = {};
    private int next;
    private int filled;

    BufferedPositionalInput(FileMessage message, long from, long length) {
        this.message = message;
        position = from;
        end = from + length;
    }

    @Override
    public int read() throws IOException {
        if (next == filled && !fill()) {
            return -1;
        }
        return buffer[next++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (next == filled && length >= BUFFER) {
            return readPastBuffer(into, offset, length);
        }
        if (next == filled && !fill()) {
            return -1;
        }
        int taken = Math.min(length, filled - next);
        System.arraycopy(buffer, next, into, offset, taken);
        next += taken;
        return taken;
    }

    @Override
    public long skip(long wanted) {
        long skipped = Math.max(0, Math.min(wanted, end - position + (filled - next)));
        long inBuffer = Math.min(skipped, filled - next);
        next += (int) inBuffer;
        position += skipped - inBuffer;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position + (filled - next));
    }

    private int readPastBuffer(byte[] into, int offset, int length) throws IOException {
        if (position == end) {
            return -1;
        }
        int read = message.read(position, into, offset, (int) Math.min(length, end - position));
        position += read;
        return read;
    }

    private boolean fill() throws IOException {
        if (position == end) {
            return false;
        }
        int wanted = (int) Math.min(BUFFER, end - position);
        if (buffer.length < wanted) {
            buffer = new byte[wanted];
        }
        filled = message.read(position, buffer, 0, wanted);
        next = 0;
        position += filled;
        return true;
    }
}
