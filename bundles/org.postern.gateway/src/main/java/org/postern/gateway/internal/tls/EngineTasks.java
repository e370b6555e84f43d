// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what may take long, such as checking a certificate, away from the I/O thread; one batch at a time. */
final class EngineTasks {
    private static final Logger LOG = LoggerFactory.getLogger(EngineTasks.class);

    private final Executor workers;
    private final Executor thread;
    private boolean running;

    /**
     * @param workers may be kept busy
     * @param thread on which this is used
     */
    EngineTasks(Executor workers, Executor thread) {
        this.workers = workers;
        this.thread = thread;
    }

    /** Meanwhile nothing else is to be asked of the engine. */
    boolean isRunning() {
        return running;
    }

    /**
     * @param done called on the thread, with what no task should throw
     * @throws RejectedExecutionException if nobody runs them any more
     */
    void run(TlsRecords records, Consumer<Optional<Throwable>> done) {
        workers.execute(() -> {
            Optional<Throwable> failure = records.runTasks();
            try {
                thread.execute(() -> {
                    running = false;
                    done.accept(failure);
                });
            } catch (RejectedExecutionException closed) {
                LOG.debug("The transport was closed during a handshake", closed);
            }
        });
        running = true;
    }
}
