// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.time.Duration;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timers of one I/O thread. Cancelled ones are taken out, so that idle timers that are renewed all the time cost nothing. */
final class TimerQueue {

    private static final Logger LOG = LoggerFactory.getLogger(TimerQueue.class);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final MinaIoThread thread;
    private final AtomicLong count = new AtomicLong();
    private final TreeSet<Entry> entries = new TreeSet<>();

    TimerQueue(MinaIoThread thread) {
        this.thread = thread;
    }

    IoThread.Timer schedule(Duration delay, Runnable task) {
        Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        Entry entry = new Entry(
                System.nanoTime() + Math.max(0, bounded.toNanos()),
                count.getAndIncrement(),
                Objects.requireNonNull(task, "task"));
        onThread(() -> entries.add(entry));
        return entry;
    }

    long millisToNext(long atMost) {
        if (entries.isEmpty()) {
            return atMost;
        }
        long nanos = entries.first().when - System.nanoTime();
        return nanos <= 0 ? 0 : Math.min(atMost, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    void runDue() {
        if (entries.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        while (!entries.isEmpty() && entries.first().when - now <= 0) {
            entries.pollFirst().run();
        }
    }

    private void onThread(Runnable change) {
        if (thread.isCurrent()) {
            change.run();
            return;
        }
        try {
            thread.execute(change);
        } catch (RejectedExecutionException e) {
            LOG.debug("A timer is dropped: {} has ended", thread);
        }
    }

    private final class Entry implements IoThread.Timer, Comparable<Entry> {
        private final long when;
        private final long order;
        private final Runnable task;
        private volatile boolean cancelled;

        Entry(long when, long order, Runnable task) {
            this.when = when;
            this.order = order;
            this.task = task;
        }

        void run() {
            if (!cancelled) {
                MinaIoThread.run(task);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            onThread(() -> entries.remove(this));
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.signum(when - other.when);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
