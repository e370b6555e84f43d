// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/** A spool in files, so that what is unpacked does not count as heap. */
final class DiskSpool implements Spool {
    private final Path folder;
    private final AtomicInteger number = new AtomicInteger();

    DiskSpool(Path folder) {
        this.folder = folder;
    }

    @Override
    public SpoolWriter begin() {
        try {
            return new FileWriter(FileChannel.open(
                    folder.resolve("content-" + number.incrementAndGet()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasRoom(long octets) {
        return true;
    }

    @Override
    public SpoolWriter copy(InputStream octets, long limit) throws IOException {
        SpoolWriter writer = begin();
        byte[] buffer = new byte[8192];
        int count = 0;
        while (count >= 0 && writer.size() <= limit) {
            writer.write(ByteBuffer.wrap(buffer, 0, count));
            count = octets.read(buffer, 0, (int) Math.min(buffer.length, limit + 1 - writer.size()));
        }
        return writer;
    }

    private static final class FileWriter implements SpoolWriter {
        private final FileChannel channel;
        private long size;
        private boolean ended;

        FileWriter(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public boolean staysInMemory(int octets) {
            return false;
        }

        @Override
        public void write(ByteBuffer octets) throws IOException {
            size += octets.remaining();
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public SpooledMessage complete() {
            ended = true;
            return new FileMessage(channel, size);
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                closed(channel);
            }
        }
    }

    private static void closed(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record FileMessage(FileChannel channel, long size) implements SpooledMessage {
        @Override
        public String sha256() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            return new FileInput(channel, from, from + length);
        }

        @Override
        public void close() {
            closed(channel);
        }
    }

    private static final class FileInput extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long place;

        FileInput(FileChannel channel, long from, long end) {
            this.channel = channel;
            this.place = from;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, end - place);
            int count =
                    wanted <= 0 ? (length == 0 ? 0 : -1) : channel.read(ByteBuffer.wrap(target, offset, wanted), place);
            place += Math.max(0, count);
            return count;
        }
    }
}
