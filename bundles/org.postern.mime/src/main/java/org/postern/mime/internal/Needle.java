// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.nio.charset.StandardCharsets;

/** A delimiter that is looked for inside lines, in a time that does not depend on what the lines are (M08): Knuth, Morris and Pratt. */
final class Needle {
    private final byte[] octets;
    private final int[] fallback;

    Needle(String delimiter) {
        octets = delimiter.getBytes(StandardCharsets.ISO_8859_1);
        fallback = new int[octets.length];
        int matched = 0;
        for (int i = 1; i < octets.length; i++) {
            matched = next(matched, octets[i]);
            fallback[i] = matched;
        }
    }

    /** @return how many octets are matched with one octet more */
    private int next(int matched, int octet) {
        int now = matched;
        while (now > 0 && octets[now] != (byte) octet) {
            now = fallback[now - 1];
        }
        return octets[now] == (byte) octet ? now + 1 : now;
    }

    /** @return where it is in the line, behind its first octet; the last place if there are several; negative if it is not there */
    int in(Lines line) {
        int found = -1;
        int matched = 0;
        for (int i = 1; i < line.length(); i++) {
            matched = next(matched, line.at(i));
            if (matched == octets.length) {
                found = i + 1 - matched;
                matched = fallback[matched - 1];
            }
        }
        return found;
    }
}
