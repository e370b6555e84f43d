// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;

/** The threads that came since a moment. */
final class Newcomers {
    /** Begun by the JDK itself when it is used for the first time, and kept. */
    private static final Set<String> OF_THE_JDK = Set.of(
            "process reaper",
            "ForkJoinPool.commonPool-",
            "CompletableFutureDelayScheduler",
            "Keep-Alive-",
            "Cleaner-",
            "Common-Cleaner",
            "Java2D Disposer",
            "Attach Listener");

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    private Set<Thread> living(Predicate<Thread> counts) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> OF_THE_JDK.stream().noneMatch(thread.getName()::startsWith))
                .filter(counts)
                .collect(Collectors.toSet());
    }

    /** Waits for their ends. */
    void areGoneWithin(Duration time, Predicate<Thread> counts) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Set<Thread> living = living(counts);
        while (!living.isEmpty() && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedJoin(living.iterator().next(), Math.max(1, end - System.nanoTime()));
            living = living(counts);
        }
        if (!living.isEmpty()) {
            Assertions.fail("The contract wants all threads of a scanner to have ended " + time.toSeconds()
                    + " s after it was closed, since each keeps the classes of the old bundle after an update. Still"
                    + " there: "
                    + living.stream().map(Thread::getName).collect(Collectors.joining(", ")));
        }
    }
}
