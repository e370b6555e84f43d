// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that runs MINA's loop for its legs and, between two selects, tasks and timers. MINA's loop begins with the
 * first leg and then lasts; before that the thread turns by itself, so that it can listen, dial and run tasks.
 */
final class MinaIoThread implements IoThread {

    private static final Logger LOG = LoggerFactory.getLogger(MinaIoThread.class);

    /** Tasks a turn: sockets must not starve when tasks beget tasks. */
    private static final int TASKS_A_TURN = 1000;

    private static final long LONGEST_TURN_MILLIS = 1000;
    private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final LegService service;
    private final LegProcessor processor;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TimerQueue timers = new TimerQueue(this);
    private volatile boolean ended;
    private boolean stopping;
    private Runnable minaLoop;

    private MinaIoThread(String name, TransportSettings settings) {
        this.name = name;
        this.service = new LegService(settings);
        this.processor = new LegProcessor(this);
        this.thread = new Thread(this::run, name);
    }

    static MinaIoThread start(String name, TransportSettings settings) {
        MinaIoThread started = new MinaIoThread(name, settings);
        started.thread.setDaemon(true);
        started.thread.start();
        return started;
    }

    LegProcessor processor() {
        return processor;
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    void check() {
        if (!isCurrent()) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + " instead of " + name);
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(Objects.requireNonNull(task, "task"));
        if (ended && tasks.remove(task)) {
            throw new RejectedExecutionException(name + " has ended");
        }
        processor.wakeForTask();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return timers.schedule(delay, task);
    }

    /** Makes a connected channel a leg. On this thread. */
    void adopt(NewSocket socket) {
        service.open(socket, this);
    }

    /** What MINA hands over as its executor's work: its loop. */
    void runMina(Runnable loop) {
        minaLoop = loop;
    }

    boolean isStopping() {
        return stopping;
    }

    long millisToNextTask() {
        return tasks.isEmpty() ? timers.millisToNext(LONGEST_TURN_MILLIS) : 0;
    }

    void runDue() {
        if (!thread.getName().equals(name)) {
            thread.setName(name); // MINA's loop gives the thread a name of its own
        }
        Runnable task;
        for (int i = 0; i < TASKS_A_TURN && (task = tasks.poll()) != null; i++) {
            run(task);
        }
        timers.runDue();
    }

    static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            report("a task failed", t);
        }
    }

    /** Logs what must not end a thread that others live on; logging can fail too, without descriptors or memory. */
    static void report(String what, Throwable failure) {
        try {
            LOG.error("{}: {}", Thread.currentThread().getName(), what, failure);
        } catch (Throwable t) {
            failure.addSuppressed(t);
        }
    }

    private void run() {
        while (!stopping || processor.hasKeys()) {
            try {
                if (minaLoop == null) {
                    processor.select(LONGEST_TURN_MILLIS);
                } else {
                    minaLoop.run();
                    minaLoop = null;
                }
            } catch (Throwable t) {
                report("its loop failed and goes on", t);
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            }
        }
        end();
    }

    private void end() {
        ended = true;
        Runnable task;
        while ((task = tasks.poll()) != null) {
            run(task);
        }
        processor.closeSelector();
    }

    /** Aborts everything on this thread and ends it. From any thread; returns at once. */
    void stop() {
        try {
            execute(() -> stopping = true);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} was stopped twice", name);
        }
    }

    /** Waits for the end; a thread that a handler blocks for longer is left behind, with an error. */
    void join(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            IllegalStateException where = new IllegalStateException("this is where it is");
            where.setStackTrace(thread.getStackTrace());
            LOG.error("{} did not end in time", name, where);
            thread.interrupt();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
