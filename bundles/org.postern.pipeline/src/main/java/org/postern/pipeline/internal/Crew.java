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
 */
final class Crew implements AutoCloseable {
    private static final int MOST = 64;

    private final ExecutorService helpers;
    private final int hands;

    /** Work on one of several things. */
    interface Work<T, R> {
        R on(T thing) throws IOException;
    }

    /** @param hands how many work for one message at once, its own thread among them */
    Crew(int hands) {
        this.hands = hands;
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
     * @return the results, in the order of the things
     * @throws IOException the first failure of any; no further work is begun then
     */
    <T, R> List<R> each(List<T> things, Work<T, R> work) throws IOException {
        Job<T, R> job = new Job<>(things, work);
        List<FutureTask<Void>> others = new ArrayList<>();
        for (int hand = 1; hand < Math.min(hands, things.size()); hand++) {
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
    private static final class Job<T, R> {
        private final List<T> things;
        private final Work<T, R> work;
        private final List<R> results;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicBoolean failed = new AtomicBoolean();
        private Throwable failure;

        Job(List<T> things, Work<T, R> work) {
            this.things = things;
            this.work = work;
            results = new ArrayList<>(Collections.nCopies(things.size(), null));
        }

        void work() {
            for (int i = next.getAndIncrement(); i < things.size() && !failed.get(); i = next.getAndIncrement()) {
                try {
                    R result = work.on(things.get(i));
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
