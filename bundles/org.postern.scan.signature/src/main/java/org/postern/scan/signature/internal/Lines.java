// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a file, none of which takes more memory than a line may. One thread. */
final class Lines {
    /** How many octets a line may have. */
    static final int LONGEST = 128 * 1024;

    private final InputStream octets;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int filled;
    private int number;
    private boolean tooLong;
    private boolean ended = true;

    Lines(InputStream octets) {
        this.octets = octets;
    }

    /** @return the next line without white space around it; empty at the end of the file */
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        tooLong = false;
        boolean any = false;
        while (at < filled || fill()) {
            any = true;
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            tooLong |= line.size() + (end - at) > LONGEST;
            if (!tooLong) {
                line.write(buffer, at, end - at);
            }
            ended = end < filled;
            at = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        }
        number++;
        return any ? Optional.of(line.toString(ISO_8859_1).strip()) : Optional.empty();
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, octets.read(buffer));
        return filled > 0;
    }

    int number() {
        return number;
    }

    /** @return whether the last line was too long, so that its rest was left out */
    boolean tooLong() {
        return tooLong;
    }

    /** @return whether the last line ends as lines do */
    boolean ended() {
        return ended;
    }
}
