// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * What clamd answers to VERSION: {@code ClamAV 1.4.3/27000/Tue Nov 24 08:00:00 2026}, without the latter two where it has
 * no database of ClamAV's own.
 *
 * @param product such as {@code ClamAV 1.4.3}
 * @param data number and time of the database; empty when there is none
 * @param built when the database was made, if that is known; clamd tells no time zone, so it is some hours off
 */
record Version(String product, String data, Optional<Instant> built) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    static Version parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length == 1) {
            return new Version(text, "", Optional.empty());
        }
        String data = text.substring(parts[0].length() + 1);
        return new Version(parts[0], data, parts.length == 3 ? time(parts[2]) : Optional.empty());
    }

    private static Optional<Instant> time(String text) {
        try {
            String single = text.strip().replaceAll(" +", " ");
            return Optional.of(LocalDateTime.parse(single, TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException unknown) {
            return Optional.empty();
        }
    }
}
