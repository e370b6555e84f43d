// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * The threads that may block: some for the spool's disk, some for look-ups, some for TLS handshakes, some for the
 * pipeline.
 *
 * <p>Their queues are bounded by what is admitted: a session has at most one task in each. Where the system gives no more
 * threads they throw {@link OutOfMemoryError}, and the task is not done.
 */
final class Workers implements AutoCloseable {
    private static final int DISK_THREADS = 4;
    private static final int LOOK_UP_THREADS = 4;

    private final BiFunction<Runnable, String, Thread> maker;
    private final ExecutorService disk;
    private final ExecutorService lookUps;
    private final ExecutorService tls;
    private final ExecutorService pipeline;

    Workers(int pipelineThreads) {
        this(pipelineThreads, Thread::new);
    }

    /** @param maker of a thread for work, by a name */
    Workers(int pipelineThreads, BiFunction<Runnable, String, Thread> maker) {
        this.maker = maker;
        disk = pool("postern-disk", DISK_THREADS);
        lookUps = pool("postern-lookup", LOOK_UP_THREADS);
        tls = pool("postern-tls", Math.max(2, Runtime.getRuntime().availableProcessors()));
        pipeline = pool("postern-pipeline", pipelineThreads);
    }

    Executor disk() {
        return disk;
    }

    /** Of names: a resolver that does not answer must not keep messages from the disk. */
    Executor lookUps() {
        return lookUps;
    }

    /** Of handshakes: they compute, and do not wait. */
    Executor tls() {
        return tls;
    }

    Executor pipeline() {
        return pipeline;
    }

    /**
     * Interrupts what runs, and waits a moment for it. Called when every session is over: what did not begin only finds
     * that it was given up, and frees what it has.
     */
    @Override
    public void close() {
        lookUps.shutdownNow();
        tls.shutdownNow();
        pipeline.shutdownNow().forEach(Runnable::run);
        disk.shutdown();
        try {
            pipeline.awaitTermination(2, TimeUnit.SECONDS);
            disk.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = maker.apply(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
