// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a program prints on one of its outputs. Only what is there already is read, so nothing ever waits for a process that
 * holds the other end and keeps silent.
 */
final class Output {
    static final int KEPT = 64 * 1024;

    /** Beyond this the program is ended. */
    static final int MOST = 1024 * 1024;

    private final InputStream from;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[8192];
    private long total;

    Output(InputStream from) {
        this.from = from;
    }

    /**
     * Takes what is there.
     *
     * @return whether there was anything
     * @throws GivenUpException if that is too much in all
     */
    boolean take() throws IOException, GivenUpException {
        long before = total;
        for (int there = from.available(); there > 0; there = from.available()) {
            int count = from.read(buffer, 0, Math.min(there, buffer.length));
            if (count < 0) {
                break;
            }
            kept.write(buffer, 0, Math.min(count, KEPT - kept.size()));
            total += count;
            if (total > MOST) {
                throw new GivenUpException("it prints more than " + MOST + " octets");
            }
        }
        return total > before;
    }

    /** @return whether all of it was kept */
    boolean isWhole() {
        return total == kept.size();
    }

    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
