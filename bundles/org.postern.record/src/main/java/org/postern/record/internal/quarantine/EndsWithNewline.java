// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.quarantine;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Ends a text with a newline when it is closed, gathers small writes, and leaves what is underneath open. */
final class EndsWithNewline extends FilterOutputStream {
    EndsWithNewline(OutputStream underneath) {
        super(new BufferedOutputStream(underneath, 16 * 1024));
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
    }

    @Override
    public void close() throws IOException {
        out.write('\n');
        out.flush();
    }
}
