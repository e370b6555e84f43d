// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;

/**
 * What comes out of a small body, decoded anew each time it is read: it takes no memory in the meantime (M08).
 *
 * @param encoded where the body stands
 * @param range of the body
 * @param coding what undoes its encoding
 * @param size how many octets come out
 */
record DecodedAgain(Octets encoded, OctetRange range, Coding coding, long size) implements Octets {
    @Override
    public InputStream open(long from, long length) throws IOException {
        Objects.checkFromIndexSize(from, length, size);
        try (InputStream in = coding.open(encoded.open(range.start(), range.length()), range.length())) {
            in.skipNBytes(from);
            return new ByteArrayInputStream(in.readNBytes((int) length));
        }
    }
}
