// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import java.io.File;
import java.util.function.LongSupplier;

/**
 * How much room there is on the disk (T24). A part is held back for messages that are coming in already, the quarantine
 * and the logs. Thread-safe.
 */
final class Room {
    private static final long MOST_RESERVED = 64L << 20;
    private static final long NANOS_FRESH = 1_000_000_000L;

    /** The figures that are needed of a disk; 0 when the system does not know, and then no mail is taken in. */
    interface Store {
        long usable();

        long total();
    }

    private final Store store;
    private final LongSupplier nanoTime;
    private final long reserve;
    private volatile Figure figure;

    /** Asks by the directory: its file store is looked up among the mount points, and in a chroot there may be none. */
    Room(File directory) {
        this(
                new Store() {
                    @Override
                    public long usable() {
                        return directory.getUsableSpace();
                    }

                    @Override
                    public long total() {
                        return directory.getTotalSpace();
                    }
                },
                System::nanoTime);
    }

    Room(Store store, LongSupplier nanoTime) {
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
            known = new Figure(store.usable(), now);
            figure = known;
        }
        return known.free();
    }

    /** Whether the disk is full by now, whatever the figure was. */
    boolean isFullFor(int octets) {
        return store.usable() < octets;
    }

    private record Figure(long free, long taken) {}
}
