// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Octets with an encoding undone. A read may write more octets than it returns, within the length it is given: readers hold nothing
 * there.
 */
final class DecodingInput extends FilterInputStream {
    private static final int CHUNK = 1 << 13;
    private static final int SMALLEST = 64;

    private final Decoder decoder;
    private final byte[] encoded;
    private final byte[] decoded;
    private int position;
    private int limit;
    private boolean ended;

    /** Closing it closes the encoded octets. */
    DecodingInput(InputStream in, Decoder decoder) {
        this(in, decoder, CHUNK);
    }

    /** @param size about how much will come: a small body costs small buffers */
    DecodingInput(InputStream in, Decoder decoder, long size) {
        super(in);
        this.encoded = new byte[(int) Math.max(SMALLEST, Math.min(CHUNK, size + 1))];
        this.decoder = decoder;
        this.decoded = new byte[decoder.atMost(encoded.length)];
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int direct = direct(target, offset, length);
        if (direct > 0) {
            return direct;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(decoded, position, target, offset, count);
        position += count;
        return count;
    }

    /** Without a copy where there is room for all that may come. */
    private int direct(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count == 0 && position == limit && !ended && length >= decoded.length) {
            int came = super.in.read(encoded, 0, encoded.length);
            ended = came < 0;
            int end = ended ? decoder.finish(target, offset) : decoder.decode(encoded, 0, came, target, offset);
            count = end - offset;
        }
        return count;
    }

    @Override
    public int read() throws IOException {
        return fill() ? decoded[position++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        while (position == limit && !ended) {
            int count = super.in.read(encoded, 0, encoded.length);
            ended = count < 0;
            position = 0;
            limit = ended ? decoder.finish(decoded, 0) : decoder.decode(encoded, 0, count, decoded, 0);
        }
        return position < limit;
    }

    @Override
    public long skip(long count) throws IOException {
        long left = Math.max(0, count);
        while (left > 0 && fill()) {
            int step = (int) Math.min(left, limit - position);
            position += step;
            left -= step;
        }
        return Math.max(0, count) - left;
    }

    @Override
    public int available() {
        return limit - position;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
