// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.postern.api.event.EngineChanged;
import org.postern.api.event.EngineChanged.State;
import org.postern.api.event.EventSink;
import org.postern.api.event.GatewayEvent;

/** Remembers events, and lets a test wait for one. */
final class EngineEvents implements EventSink {
    private final List<EngineChanged> seen = new ArrayList<>();
    private int next;

    @Override
    public synchronized void publish(GatewayEvent event) {
        seen.add((EngineChanged) event);
        notifyAll();
    }

    @Override
    public long dropped() {
        return 0;
    }

    EngineChanged awaitUsable(String engine) throws InterruptedException {
        return await(event -> event.engine().equals(engine) && event.state() == State.IN_SERVICE);
    }

    EngineChanged awaitUnusable(String engine) throws InterruptedException {
        return await(event -> event.engine().equals(engine)
                && (event.state() == State.OUT_OF_SERVICE || event.state() == State.GONE));
    }

    EngineChanged awaitDegraded(String engine) throws InterruptedException {
        return await(event -> event.engine().equals(engine) && event.state() == State.DEGRADED);
    }

    /** Waits for the first such event that no test saw before. */
    private synchronized EngineChanged await(Predicate<EngineChanged> which) throws InterruptedException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (true) {
            for (; next < seen.size(); next++) {
                if (which.test(seen.get(next))) {
                    return seen.get(next++);
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("no such event: " + seen);
            }
            wait(left);
        }
    }
}
