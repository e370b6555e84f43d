// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench.mime;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.postern.api.spool.Octets;

/**
 * Content of any size that takes no room.
 *
 * @param first comes once
 * @param piece comes {@code times} times
 */
record Repeated(byte[] first, byte[] piece, long times) implements Octets {
    static Repeated of(String first, String piece, long times) {
        return new Repeated(
                first.getBytes(StandardCharsets.US_ASCII), piece.getBytes(StandardCharsets.US_ASCII), times);
    }

    @Override
    public long size() {
        return first.length + piece.length * times;
    }

    @Override
    public InputStream open(long from, long length) {
        Objects.checkFromIndexSize(from, length, size());
        return new Stream(from, from + length);
    }

    private final class Stream extends InputStream {
        private final byte[] one = new byte[1];
        private final long end;
        private long place;

        Stream(long from, long end) {
            this.place = from;
            this.end = end;
        }

        @Override
        public int read() {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            var done = 0;
            while (done < length && place < end) {
                var inPieces = place - first.length;
                var source = inPieces < 0 ? first : piece;
                var at = (int) (inPieces < 0 ? place : inPieces % piece.length);
                var count = (int) Math.min(Math.min(length - done, source.length - at), end - place);
                System.arraycopy(source, at, target, offset + done, count);
                done += count;
                place += count;
            }
            return done == 0 && length > 0 ? -1 : done;
        }
    }
}
