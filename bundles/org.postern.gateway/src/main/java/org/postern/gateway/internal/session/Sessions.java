// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The open sessions, in all and by client. Thread-safe. */
final class Sessions {
    private final Set<Session> open = new LinkedHashSet<>();
    private final Map<InetAddress, Integer> byClient = new HashMap<>();
    private int admitted;

    /** @return whether one more may be opened; if so its place is taken until {@link #leave} */
    synchronized boolean enter(InetAddress client, int limit, int limitPerClient) {
        int ofClient = byClient.getOrDefault(client, 0);
        if (admitted >= limit || ofClient >= limitPerClient) {
            return false;
        }
        admitted++;
        byClient.put(client, ofClient + 1);
        return true;
    }

    synchronized void leave(InetAddress client) {
        admitted--;
        byClient.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    synchronized void add(Session session) {
        open.add(session);
    }

    synchronized void remove(Session session) {
        open.remove(session);
        notifyAll();
    }

    synchronized int count() {
        return admitted;
    }

    synchronized List<Session> all() {
        return List.copyOf(open);
    }

    /** Waits until no session is open. @return whether that came in time */
    synchronized boolean awaitNone(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!open.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
