// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.postern.api.archive.Containers;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.spool.Octets;

/**
 * Looks into the containers of one message: into each content once, however many readings have it, and into all within one
 * bound (M09). Thread-safe.
 */
final class Openings {
    private final Containers containers;
    private final Deadline deadline;
    private final Map<String, FutureTask<Optional<Unscannable>>> opened = new ConcurrentHashMap<>();

    Openings(Containers containers, Deadline deadline) {
        this.containers = containers;
        this.deadline = deadline;
    }

    /**
     * Waits for whoever is looking into the same content already.
     *
     * @return why some of it could not be looked into
     */
    Optional<Unscannable> of(Octets content, String sha256, Unpacking unpacking) throws IOException {
        FutureTask<Optional<Unscannable>> mine =
                new FutureTask<>(() -> containers.open(content, unpacking, deadline, (path, entry) -> true));
        FutureTask<Optional<Unscannable>> first = opened.putIfAbsent(sha256, mine);
        if (first == null) {
            mine.run();
        }
        try {
            return (first == null ? mine : first).get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("nobody waits any more for what lies in the containers");
        } catch (ExecutionException broken) {
            throw failure(broken.getCause());
        }
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}
