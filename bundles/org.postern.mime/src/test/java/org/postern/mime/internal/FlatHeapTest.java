// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.spool.Octets;

/** Reading and decoding a message of half a gigabyte allocates less than a megabyte in all, so that it never uses more at once. */
class FlatHeapTest {
    private static final long SIZE = 500L << 20;
    private static final long MOST = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"base64", "quoted-printable", "7bit", "binary"})
    void allocatesLittleWhateverTheSize(String encoding) throws IOException {
        String line = encoding.equals("quoted-printable") ? "caf=C3=A9 and so on =\r\n" : "QUJD".repeat(19) + "\r\n";
        Octets message = new Endless("Content-Transfer-Encoding: " + encoding + "\r\n\r\n", line);
        read(new Endless("Content-Transfer-Encoding: " + encoding + "\r\n\r\n", line, 1 << 20));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();

        long before = threads.getThreadAllocatedBytes(thread);
        read(message);

        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(MOST);
    }

    private static void read(Octets message) throws IOException {
        LenientMimeReader reader = new LenientMimeReader(new MemorySpool());
        byte[] buffer = new byte[1 << 14];
        try (MessageStructure structure = reader.read(message)) {
            Part leaf = structure.first().root();
            long decoded = 0;
            try (InputStream in = reader.decode(leaf)) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    decoded += count;
                }
            }
            assertThat(decoded).isGreaterThan(message.size() / 2);
        }
    }

    /** A header and a line, again and again. */
    private record Endless(byte[] header, byte[] line, long size) implements Octets {
        Endless(String header, String line) {
            this(header, line, SIZE);
        }

        Endless(String header, String line, long size) {
            this(header.getBytes(StandardCharsets.US_ASCII), line.getBytes(StandardCharsets.US_ASCII), size);
        }

        @Override
        public InputStream open(long from, long length) {
            Objects.checkFromIndexSize(from, length, size);
            return new InputStream() {
                private long place = from;

                @Override
                public int read() {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] target, int offset, int wanted) {
                    long inside = place - header.length;
                    byte[] piece = inside < 0 ? header : line;
                    int at = (int) (inside < 0 ? place : inside % line.length);
                    int count = (int) Math.min(Math.min(wanted, piece.length - at), from + length - place);
                    System.arraycopy(piece, at, target, offset, count);
                    place += count;
                    return count == 0 && wanted > 0 ? -1 : count;
                }
            };
        }
    }
}
