// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that call engines. How many scans run is bounded by places; the bound on threads is higher, since a
 * vendor's code that does not return keeps its thread, and since there are self-tests.
 */
final class ScanThreads implements Executor, AutoCloseable {
    private static final int BESIDES = 64;

    private final ThreadPoolExecutor pool;
    private final ScheduledExecutorService later;
    private volatile Semaphore places;

    ScanThreads(int maxConcurrent) {
        this(maxConcurrent, named("postern-scan-"));
    }

    ScanThreads(int maxConcurrent, ThreadFactory makes) {
        pool = new ThreadPoolExecutor(0, most(maxConcurrent), 30, TimeUnit.SECONDS, new SynchronousQueue<>(), makes);
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, named("postern-scan-later-"));
        scheduler.setRemoveOnCancelPolicy(true);
        later = scheduler;
        places = new Semaphore(maxConcurrent, true);
    }

    /** Scans that run already keep their old places. */
    void resize(int maxConcurrent) {
        pool.setMaximumPoolSize(most(maxConcurrent));
        places = new Semaphore(maxConcurrent, true);
    }

    /** The places of all engines together; whoever takes one gives it back to the same object. */
    Semaphore places() {
        return places;
    }

    /** @throws RejectedExecutionException if there is no thread to be had, be it that the system gives no more */
    @Override
    public void execute(Runnable work) {
        try {
            pool.execute(work);
        } catch (OutOfMemoryError noThread) {
            throw new RejectedExecutionException(noThread);
        }
    }

    /** Runs work that does not block after a time, unless all was closed by then. */
    void later(Runnable work, long millis) {
        try {
            var unused = later.schedule(work, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // Nobody needs it any more.
            return;
        }
    }

    /** Runs work that does not block again and again. */
    void every(Runnable work, long millis) {
        var unused = later.scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        later.shutdownNow();
        pool.shutdownNow();
    }

    private static int most(int maxConcurrent) {
        return 4 * maxConcurrent + BESIDES;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
