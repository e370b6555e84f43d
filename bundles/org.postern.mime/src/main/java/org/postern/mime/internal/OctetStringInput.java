// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The content of one ASN.1 OCTET STRING (X.690 section 8.7), primitive or in pieces that may be in pieces again, of definite or
 * indefinite length. What contradicts itself ends it.
 */
final class OctetStringInput extends FilterInputStream {
    /** Pieces nested deeper are taken as they are: nothing is lost. */
    private static final int DEEPEST = 100;

    private static final long INDEFINITE = Long.MAX_VALUE;

    /** Where each open piece of pieces ends. */
    private final List<Long> ends = new ArrayList<>();

    private long position;
    private long chunk;
    private boolean begun;
    private boolean over;

    OctetStringInput(InputStream in) {
        super(in);
    }

    private int next() throws IOException {
        int octet = super.in.read();
        over |= octet < 0;
        position += octet < 0 ? 0 : 1;
        return octet;
    }

    /** Goes to the next piece that holds octets. */
    private boolean enter() throws IOException {
        while (chunk == 0 && !over) {
            leave();
            if (begun && ends.isEmpty()) {
                over = true;
                break;
            }
            begun = true;
            int tag = next();
            long length = length();
            if (tag == 0 && length == 0) {
                over |= ends.isEmpty() || ends.remove(ends.size() - 1) != INDEFINITE;
            } else if ((tag & 0x20) != 0 && ends.size() < DEEPEST) {
                ends.add(length == INDEFINITE ? INDEFINITE : position + length);
            } else {
                chunk = length;
            }
        }
        return chunk > 0;
    }

    private void leave() {
        while (!ends.isEmpty() && position >= ends.get(ends.size() - 1)) {
            ends.remove(ends.size() - 1);
        }
    }

    private long length() throws IOException {
        int first = next();
        if (first < 0x80) {
            return Math.max(0, first);
        }
        long length = 0;
        for (int i = first & 0x7f; i > 0 && !over; i--) {
            length = length > Integer.MAX_VALUE ? length : length << 8 | next() & 0xff;
        }
        return first == 0x80 ? INDEFINITE : length;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!enter()) {
            return -1;
        }
        int count = super.in.read(target, offset, (int) Math.min(length, chunk));
        over |= count < 0;
        chunk -= Math.max(0, count);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
