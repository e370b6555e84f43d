// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import java.io.InputStream;
import java.util.Objects;
import org.postern.api.spool.Octets;

/** Harmless lines, as many octets as wanted; takes no memory to speak of. */
record LongText(long size) implements Octets {
    private static final byte[] LINES = "There is nothing in this line, nor in any other of them.\r\n"
            .repeat(1024)
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Override
    public InputStream open(long from, long length) {
        Objects.checkFromIndexSize(from, length, size);
        return new InputStream() {
            private final long end = from + length;
            private long position = from;

            @Override
            public int read() {
                return position < end ? LINES[(int) (position++ % LINES.length)] : -1;
            }

            @Override
            public int read(byte[] into, int offset, int count) {
                Objects.checkFromIndexSize(offset, count, into.length);
                if (count == 0) {
                    return 0;
                }
                if (position == end) {
                    return -1;
                }
                int at = (int) (position % LINES.length);
                int most = (int) Math.min(Math.min(count, LINES.length - at), end - position);
                System.arraycopy(LINES, at, into, offset, most);
                position += most;
                return most;
            }
        };
    }
}
