// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The places where an engine works: one, and more after the administrator chose another. Opened when needed. Thread-safe. */
final class Workplaces implements AutoCloseable {
    private final Map<Path, Workplace> open = new HashMap<>();
    private boolean closed;

    /** @throws IOException if it cannot be opened; the next one who asks tries again */
    synchronized Workplace in(Path parent) throws IOException {
        if (closed) {
            throw new IOException("the engine is closed");
        }
        Workplace place = open.get(parent);
        if (place == null) {
            place = Workplace.open(parent);
            open.put(parent, place);
        }
        return place;
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Workplace::close);
        open.clear();
    }
}
