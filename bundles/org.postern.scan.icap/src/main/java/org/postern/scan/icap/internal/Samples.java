// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.postern.api.spool.Octets;

/** Harmless things: does the server look at all of them? */
final class Samples {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int MOST = 1024 * 1024;

    private Samples() {}

    /** @return what begins as a picture does and is longer than a preview, within reason */
    static Content picture(int preview) {
        byte[] octets = new byte[Math.min(preview, MOST) + 1024];
        System.arraycopy(PNG, 0, octets, 0, PNG.length);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets);
            return new Content(Octets.of(octets), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
