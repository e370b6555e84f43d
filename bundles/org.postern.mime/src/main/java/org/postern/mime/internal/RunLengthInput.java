// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;

/** Undoes the run lengths of BinHex 4.0 (RFC 1741 appendix A): {@code 0x90 n} means the octet before it n times in all. */
final class RunLengthInput extends OctetByOctetInput {
    private static final int MARKER = 0x90;

    private final InputStream in;
    private int last;
    private int left;

    RunLengthInput(InputStream in) {
        super(in);
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        while (left == 0) {
            int octet = in.read();
            if (octet != MARKER) {
                last = octet < 0 ? last : octet;
                return octet;
            }
            int count = in.read();
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
}
