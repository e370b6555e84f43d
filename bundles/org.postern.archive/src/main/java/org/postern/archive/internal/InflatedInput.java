// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A deflate stream (RFC 1951) under other coders, which closes what belongs to it. */
final class InflatedInput extends InflaterInputStream {
    InflatedInput(InputStream deflated) {
        super(deflated, new Inflater(true), 8192);
    }

    @Override
    public void close() throws IOException {
        inf.end();
        super.close();
    }
}
