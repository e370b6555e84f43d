// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much room there is on the disk (T24). A part is held back for messages that are coming in already, the quarantine
 * and the logs. Thread-safe.
 */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private static final long MOST_RESERVED = 64L << 20;
    private static final long NANOS_FRESH = 1_000_000_000L;

    /** The figures that are needed of a file store. */
    interface Store {
        long usable() throws IOException;

        long total() throws IOException;
    }

    private final Store store;
    private final LongSupplier nanoTime;
    private final long reserve;
    private volatile Figure figure;

    Room(FileStore store) throws IOException {
        this(
                new Store() {
                    @Override
                    public long usable() throws IOException {
                        return store.getUsableSpace();
                    }

                    @Override
                    public long total() throws IOException {
                        return store.getTotalSpace();
                    }
                },
                System::nanoTime);
    }

    Room(Store store, LongSupplier nanoTime) throws IOException {
        this.store = store;
        this.nanoTime = nanoTime;
        reserve = Math.min(MOST_RESERVED, store.total() / 20);
        figure = new Figure(store.usable(), nanoTime.getAsLong());
    }

    boolean isFor(long octets) {
        long free = free() - reserve;
        return free > 0 && octets <= free;
    }

    /** At most a second old. Asking the system takes microseconds: it knows without a look at the disk. */
    long free() {
        Figure known = figure;
        long now = nanoTime.getAsLong();
        if (now - known.taken() >= NANOS_FRESH) {
            known = new Figure(ask(), now);
            figure = known;
        }
        return known.free();
    }

    /** Whether the disk is full by now, whatever the figure was. */
    boolean isFullFor(int octets) {
        return ask() < octets;
    }

    private long ask() {
        try {
            return store.usable();
        } catch (IOException unknown) {
            LOG.error("the free space of the spool's disk is not known: no mail is taken in", unknown);
            return 0;
        }
    }

    private record Figure(long free, long taken) {}
}
