// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Inflates zlib data (RFC 3274) up to where it is damaged. */
final class InflatedInput extends InflaterInputStream implements Breakable {
    private static final int CHUNK = 1 << 13;

    private boolean broken;

    InflatedInput(InputStream in) {
        super(in, new Inflater(), CHUNK);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (broken) {
            return -1;
        }
        long before = inf.getBytesWritten();
        try {
            return super.read(target, offset, length);
        } catch (ZipException | java.io.EOFException damaged) {
            broken = true;
            // What came out in front of the damage lies in the target already.
            int count = (int) (inf.getBytesWritten() - before);
            return count > 0 ? count : -1;
        }
    }

    @Override
    public boolean broken() {
        return broken;
    }

    @Override
    public void close() throws IOException {
        inf.end();
        super.close();
    }
}
