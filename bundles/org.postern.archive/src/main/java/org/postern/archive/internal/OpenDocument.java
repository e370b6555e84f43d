// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Documents of LibreOffice and others: their manifest tells what of them is encrypted (OpenDocument 1.3 part 2, section 4.8). */
final class OpenDocument {
    private static final String MANIFEST = "META-INF/manifest.xml";
    private static final byte[] MARK = "encryption-data".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST = 1 << 20;
    private static final int CHUNK = 1 << 13;

    private OpenDocument() {}

    /** @return whether the entry is a manifest of something encrypted */
    static boolean isEncrypted(Entry entry) throws IOException {
        if (!entry.name().equals(MANIFEST)) {
            return false;
        }
        byte[] buffer =
                new byte[(int) Math.max(1, Math.min(CHUNK, entry.octets().size()))];
        int matched = 0;
        int left = MOST;
        try (InputStream in = entry.octets().open()) {
            for (int count = in.read(buffer); count >= 0 && left > 0; count = in.read(buffer)) {
                left -= count;
                for (int i = 0; i < count; i++) {
                    // UTF-16 has a zero beside each of these
                    if (buffer[i] != 0) {
                        matched = buffer[i] == MARK[matched] ? matched + 1 : buffer[i] == MARK[0] ? 1 : 0;
                    }
                    if (matched == MARK.length) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
