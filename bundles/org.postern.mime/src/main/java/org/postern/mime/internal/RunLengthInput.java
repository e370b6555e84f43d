// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Undoes the run lengths of BinHex 4.0 (RFC 1741 appendix A): {@code 0x90 n} means the octet before it n times in all. */
final class RunLengthInput extends FilterInputStream {
    private static final int MARKER = 0x90;

    private int last;
    private int left;

    RunLengthInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        while (left == 0) {
            int octet = super.in.read();
            if (octet != MARKER) {
                last = octet < 0 ? last : octet;
                return octet;
            }
            int count = super.in.read();
            if (count == 0) {
                last = MARKER;
                return MARKER;
            }
            left = Math.max(0, count - 1);
            if (count < 0) {
                return -1;
            }
        }
        left--;
        return last;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                return count == 0 ? -1 : count;
            }
            target[offset + count++] = (byte) octet;
        }
        return count;
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
        return left;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
