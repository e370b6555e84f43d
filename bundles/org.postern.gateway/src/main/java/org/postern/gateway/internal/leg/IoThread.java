// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The thread that serves both legs of a session. Tasks run on it one at a time, in the order they were handed over; they
 * must not block. A task that throws is logged as an error and harms nothing else.
 */
public interface IoThread extends Executor {

    /** Whether the caller runs on this thread. */
    boolean isCurrent();

    /**
     * Runs a task on this thread, never within this call. Callable from any thread; throws
     * {@link java.util.concurrent.RejectedExecutionException} when the transport was closed.
     */
    @Override
    void execute(Runnable task);

    /** Runs a task on this thread when the delay is over. Callable from any thread; dropped when the transport is closed. */
    Timer schedule(Duration delay, Runnable task);

    /** A task that was put off. */
    interface Timer {
        /** The task will not run; on the thread itself that is certain, elsewhere it may be running already. */
        void cancel();
    }
}
