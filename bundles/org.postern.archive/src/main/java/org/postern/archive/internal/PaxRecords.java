// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The records of a pax extended header (POSIX.1-2001): {@code length SP key = value LF}. */
final class PaxRecords {
    private static final int LONGEST_LENGTH = 10;

    private PaxRecords() {}

    /** @return the records; empty if these octets are something else */
    static Optional<Map<String, String>> of(byte[] octets) {
        Map<String, String> records = new HashMap<>();
        int at = 0;
        while (at < octets.length) {
            int space = at;
            int length = 0;
            while (space < octets.length && space - at < LONGEST_LENGTH && octets[space] != ' ') {
                if (octets[space] < '0' || octets[space] > '9') {
                    return Optional.empty();
                }
                length = Math.min(length * 10 + octets[space++] - '0', octets.length + 1);
            }
            int end = at + length;
            if (space + 2 > end || end > octets.length || octets[space] != ' ' || octets[end - 1] != '\n') {
                return Optional.empty();
            }
            String record = new String(octets, space + 1, end - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            records.put(record.substring(0, equals), record.substring(equals + 1));
            at = end;
        }
        return Optional.of(records);
    }
}
