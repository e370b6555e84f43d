// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.postern.api.spool.Octets;

/**
 * Content of any size that takes no room: something, then a piece many times over, then something.
 *
 * @param first comes once
 * @param piece comes {@code times} times
 * @param last comes once
 */
record Repeated(byte[] first, byte[] piece, long times, byte[] last) implements Octets {
    @Override
    public long size() {
        return first.length + piece.length * times + last.length;
    }

    private byte at(long place) {
        long inside = place - first.length;
        if (inside < 0) {
            return first[(int) place];
        }
        long behind = inside - piece.length * times;
        return behind < 0 ? piece[(int) (inside % piece.length)] : last[(int) behind];
    }

    @Override
    public InputStream open(long from, long length) {
        Objects.checkFromIndexSize(from, length, size());
        return new Stream(from, from + length);
    }

    private final class Stream extends InputStream {
        private final long end;
        private long place;

        Stream(long from, long end) {
            this.place = from;
            this.end = end;
        }

        @Override
        public int read() {
            return place < end ? at(place++) & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = (int) Math.min(length, end - place);
            for (int done = 0; done < count; ) {
                int inside = (int) Math.max(0, (place - first.length) % piece.length);
                boolean inPiece = place >= first.length && place < size() - last.length;
                int step = inPiece ? Math.min(count - done, piece.length - inside) : 1;
                if (inPiece) {
                    System.arraycopy(piece, inside, target, offset + done, step);
                } else {
                    target[offset + done] = at(place);
                }
                done += step;
                place += step;
            }
            return count == 0 && length > 0 ? -1 : count;
        }
    }
}
