// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that help a message with its parts: a few for each, so that one with hundreds of parts keeps none of the others from
 * the engines. The message's own thread works as well, so nothing waits for a helper that is not to be had. Thread-safe.
 *
 * <p>A helper makes a message faster while a processor has nothing to do. When each has a message, hardly anybody gains by it, and
 * the switch from thread to thread costs more than a small scan: then a small message gets none unless it has many parts.
 */
final class Crew implements AutoCloseable {
    private static final int MOST = 64;

    /** So many small scans take longer than to wake a helper and to wait for it. */
    private static final int WORTH_A_HAND = 4;

    /** Up to so many octets a scan is small. */
    private static final int SMALL = 64 * 1024;

    private final ExecutorService helpers;
    private final int hands;
    private final int processors;
    private final AtomicInteger messages = new AtomicInteger();

    /** Work on one of several things. */
    interface Work<R> {
        /** @param number of the thing, from 0 on */
        R on(int number) throws IOException;
    }

    /** @param hands how many work for one message at once, its own thread among them */
    Crew(int hands) {
        this(hands, Runtime.getRuntime().availableProcessors());
    }

    /** @param processors how many messages make the machine busy, at least 2 */
    Crew(int hands, int processors) {
        this.hands = hands;
        this.processors = Math.max(2, processors);
        AtomicInteger number = new AtomicInteger();
        helpers = new ThreadPoolExecutor(0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "postern-part-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Works on each, a few at once. Blocks until all work has ended, also when some of it failed.
     *
     * @param things how many there are
     * @param octets how large the message is
     * @return the results, in the order of the things
     * @throws IOException the first failure of any; no further work is begun then
     */
    <R> List<R> each(int things, long octets, Work<R> work) throws IOException {
        int atOnce = messages.incrementAndGet();
        try {
            boolean worth = octets > SMALL || atOnce < processors;
            return each(new Job<>(things, work), worth ? things : (things + WORTH_A_HAND - 1) / WORTH_A_HAND);
        } finally {
            messages.decrementAndGet();
        }
    }

    private <R> List<R> each(Job<R> job, int worth) throws IOException {
        List<FutureTask<Void>> others = new ArrayList<>();
        for (int hand = 1; hand < Math.min(hands, worth); hand++) {
            FutureTask<Void> other = new FutureTask<>(job::work, null);
            try {
                helpers.execute(other);
            } catch (RejectedExecutionException | OutOfMemoryError none) { // a limit on threads shows itself so
                break;
            }
            others.add(other);
        }
        job.work();
        others.forEach(Crew::join);
        return job.results();
    }

    /** The engines end all work by the message's deadline, so this does not wait for ever. */
    private static void join(FutureTask<Void> other) {
        boolean interrupted = false;
        while (true) {
            try {
                other.get();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            } catch (ExecutionException impossible) {
                throw new AssertionError("a job keeps its failures", impossible);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        helpers.shutdownNow();
    }

    /** Things to work on, taken one by one by whoever has a hand free. */
    private static final class Job<R> {
        private final int things;
        private final Work<R> work;
        private final List<R> results;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicBoolean failed = new AtomicBoolean();
        private Throwable failure;

        Job(int things, Work<R> work) {
            this.things = things;
            this.work = work;
            results = new ArrayList<>(Collections.nCopies(things, null));
        }

        void work() {
            for (int i = next.getAndIncrement(); i < things && !failed.get(); i = next.getAndIncrement()) {
                try {
                    R result = work.on(i);
                    synchronized (this) {
                        results.set(i, result);
                    }
                } catch (Throwable broken) {
                    fail(broken);
                }
            }
        }

        private synchronized void fail(Throwable broken) {
            failure = failed.getAndSet(true) ? failure : broken;
        }

        synchronized List<R> results() throws IOException {
            if (failure instanceof IOException io) {
                throw io;
            }
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            return results;
        }
    }
}
