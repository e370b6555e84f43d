// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import java.util.ArrayList;
import java.util.List;

/** Tells work that nobody waits for it any more. Thread-safe; happens at most once. */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** Gives the work up: runs every action added so far, on this thread, and every later one at once. */
    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    /** @return whether the work was given up */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Adds what to do on cancel; it must not block or throw.
     *
     * @return removes the action again
     */
    public Runnable onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return () -> remove(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void remove(Runnable action) {
        actions.remove(action);
    }
}
