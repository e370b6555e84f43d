// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

import java.io.Closeable;
import java.util.List;
import org.postern.api.scan.Unscannable;

/**
 * All readings of a message. Closing it removes decoded bodies that parts count in.
 *
 * @param readings at least one, the one that RFC 2045 means first
 * @param ambiguities why there is, or may be, more than one reading; short, for the journal; empty for most messages
 * @param unscannable why not all of it could be read, each reason once; empty if all could
 * @param resources what closing removes
 */
public record MessageStructure(
        List<Reading> readings, List<String> ambiguities, List<Unscannable> unscannable, List<Closeable> resources)
        implements Closeable {
    public MessageStructure {
        readings = List.copyOf(readings);
        ambiguities = List.copyOf(ambiguities);
        unscannable = List.copyOf(unscannable);
        resources = List.copyOf(resources);
        if (readings.isEmpty()) {
            throw new IllegalArgumentException("a message has at least one reading");
        }
    }

    /** @return the reading that RFC 2045 means */
    public Reading first() {
        return readings.get(0);
    }

    @Override
    public void close() {
        for (Closeable resource : resources) {
            try {
                resource.close();
            } catch (java.io.IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        }
    }
}
