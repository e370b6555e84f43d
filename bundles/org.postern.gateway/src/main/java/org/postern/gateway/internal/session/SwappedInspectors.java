// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.postern.api.inspect.InspectorFactory;

/**
 * The inspectors that are there. One that goes takes no new session at once; its sessions are asked to end, have a while
 * for it, and are ended then. Thread-safe.
 */
final class SwappedInspectors implements Inspectors {
    private final Map<String, Entry> byName = new HashMap<>();

    private static final class Entry {
        private final InspectorFactory factory;
        private final Set<Lease> leases = new HashSet<>();

        Entry(InspectorFactory factory) {
            this.factory = factory;
        }
    }

    private final class Lease implements Leased {
        private final Entry entry;
        private final Runnable onGoing;
        private final Runnable onGone;

        Lease(Entry entry, Runnable onGoing, Runnable onGone) {
            this.entry = entry;
            this.onGoing = onGoing;
            this.onGone = onGone;
        }

        @Override
        public InspectorFactory factory() {
            return entry.factory;
        }

        @Override
        public void close() {
            synchronized (SwappedInspectors.this) {
                entry.leases.remove(this);
                SwappedInspectors.this.notifyAll();
            }
        }
    }

    @Override
    public synchronized Optional<Leased> lease(String name, Runnable onGoing, Runnable onGone) {
        return Optional.ofNullable(byName.get(name)).map(entry -> {
            Lease lease = new Lease(entry, onGoing, onGone);
            entry.leases.add(lease);
            return lease;
        });
    }

    synchronized void bind(String name, InspectorFactory factory) {
        byName.put(name, new Entry(factory));
    }

    /** Idempotent. Waits up to the drain time, and a moment more for the sessions that it ended then. */
    void unbind(String name, InspectorFactory factory, int drainMillis) {
        Entry entry;
        synchronized (this) {
            entry = byName.get(name);
            if (entry == null || entry.factory != factory) {
                return;
            }
            byName.remove(name);
        }
        leasesOf(entry).forEach(lease -> lease.onGoing.run());
        if (!awaitNone(entry, drainMillis)) {
            leasesOf(entry).forEach(lease -> lease.onGone.run());
            awaitNone(entry, 500);
        }
    }

    private synchronized Set<Lease> leasesOf(Entry entry) {
        return Set.copyOf(entry.leases);
    }

    private synchronized boolean awaitNone(Entry entry, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!entry.leases.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
