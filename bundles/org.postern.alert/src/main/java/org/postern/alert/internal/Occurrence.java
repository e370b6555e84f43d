// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.postern.api.alert.Alert;

/**
 * Something that happened and is to be told.
 *
 * @param key equal exactly for repetitions of the same thing, such as a client's retry (T44)
 * @param alert all that is to be told of it
 * @param line the same in one line, for a digest
 */
record Occurrence(String key, Alert alert, String line) {
    Occurrence {
        requireNonNull(key);
        requireNonNull(alert);
        requireNonNull(line);
    }

    Instant at() {
        return alert.since();
    }
}
