// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postern.api.spool.Octets;

/** Harmless things that an engine cannot look into: does it say so? */
final class Samples {
    /** More than the 100 that clamd allows for MaxRecursion. */
    private static final int LEVELS = 104;

    private static final byte[] TEXT = "Nothing to see.\r\n".getBytes(US_ASCII);
    private static final byte[] IN_DIRECTORY = {'P', 'K', 1, 2};

    private Samples() {}

    /** @return a zip archive whose entry says that it has a password */
    static Octets encrypted() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("sample.txt"));
            zip.write(TEXT);
        }
        byte[] octets = out.toByteArray();
        octets[6] |= 1;
        octets[find(octets, IN_DIRECTORY) + 8] |= 1;
        return Octets.of(octets);
    }

    /** @return gzip in gzip in gzip, deeper than an engine may be told to go */
    static Octets nested() throws IOException {
        byte[] octets = TEXT;
        for (int i = 0; i < LEVELS; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(octets);
            }
            octets = out.toByteArray();
        }
        return Octets.of(octets);
    }

    private static int find(byte[] octets, byte[] what) {
        for (int i = 0; i <= octets.length - what.length; i++) {
            if (java.util.Arrays.equals(octets, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new IllegalStateException("a zip archive has a directory");
    }
}
