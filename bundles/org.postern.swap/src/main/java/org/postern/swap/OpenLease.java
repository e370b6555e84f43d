// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A lease that was handed out. Its own lock is never held while an action or the swap is called. */
final class OpenLease<T> implements Lease<T> {
    private enum State {
        OPEN,
        LEAVING,
        CANCELLED,
        CLOSED
    }

    private final Offer<T> offer;
    private final Consumer<OpenLease<T>> onClose;
    private final List<Runnable> onLeaving = new ArrayList<>(1);
    private final List<Runnable> onCancel = new ArrayList<>(1);
    private State state = State.OPEN;

    OpenLease(Offer<T> offer, Consumer<OpenLease<T>> onClose) {
        this.offer = offer;
        this.onClose = onClose;
    }

    @Override
    public T service() {
        return offer.service();
    }

    @Override
    public Offer<T> offer() {
        return offer;
    }

    @Override
    public void onLeaving(Runnable action) {
        synchronized (this) {
            if (state == State.OPEN) {
                onLeaving.add(action);
            }
            if (state != State.LEAVING) {
                return;
            }
        }
        action.run();
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (state == State.OPEN || state == State.LEAVING) {
                onCancel.add(action);
            }
            if (state != State.CANCELLED) {
                return;
            }
        }
        action.run();
    }

    void leave() {
        advance(State.OPEN, State.LEAVING, onLeaving);
    }

    void cancel() {
        advance(State.LEAVING, State.CANCELLED, onCancel);
    }

    private void advance(State from, State to, List<Runnable> actions) {
        List<Runnable> due;
        synchronized (this) {
            if (state != from) {
                return;
            }
            state = to;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(OpenLease::runQuietly);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            onLeaving.clear();
            onCancel.clear();
        }
        onClose.accept(this);
    }

    private static void runQuietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException theirs) {
            // The holders of the other leases must be told all the same, and unbind must not fail.
            Thread.UncaughtExceptionHandler handler = Thread.currentThread().getUncaughtExceptionHandler();
            handler.uncaughtException(Thread.currentThread(), theirs);
        }
    }
}
