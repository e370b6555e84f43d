// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.api.scan.EngineInfo;

/** Reads which signatures engines work with, not more often than is needed. Thread-safe. */
final class DataVersions {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Interview interview;
    private final Map<Engine, Readings> engines = new ConcurrentHashMap<>();

    /** The latest reading of one engine; whoever wants a new one at the same time waits for the one that asks. */
    private static final class Readings {
        private final ReentrantLock asking = new ReentrantLock();
        private volatile Optional<Reading> last = Optional.empty();
    }

    /** @param askedAt the monotonic time before the engine was asked */
    private record Reading(String version, long askedAt) {}

    DataVersions(Interview interview) {
        this.interview = interview;
    }

    /** @return the version that was read last, which the engine has or had; asks nobody; empty if none is known */
    String known(Engine engine) {
        return readings(engine).last.map(Reading::version).orElse("");
    }

    /**
     * Reads the version after a moment. Blocks for a second at most.
     *
     * @param moment on the monotonic clock
     * @return empty if the engine does not say
     */
    Optional<String> after(Engine engine, long moment) throws InterruptedException {
        Readings readings = readings(engine);
        if (!readings.asking.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            Optional<Reading> recent = readings.last.filter(reading -> reading.askedAt() - moment > 0);
            return recent.isPresent() && isFresh(recent.get()) ? recent.map(Reading::version) : read(engine, readings);
        } finally {
            readings.asking.unlock();
        }
    }

    private static boolean isFresh(Reading reading) {
        return System.nanoTime() - reading.askedAt() < PATIENCE.toNanos();
    }

    private Optional<String> read(Engine engine, Readings readings) throws InterruptedException {
        long askedAt = System.nanoTime();
        Ending<EngineInfo> said = interview.ask(engine, (scanner, request) -> scanner.info(), PATIENCE);
        said.answer().ifPresent(info -> readings.last = Optional.of(new Reading(info.dataVersion(), askedAt)));
        return said.answer().map(EngineInfo::dataVersion).filter(version -> !version.isEmpty());
    }

    /** Notes what the engine said when it was asked for another reason. */
    void note(Engine engine, EngineInfo said, long askedAt) {
        readings(engine).last = Optional.of(new Reading(said.dataVersion(), askedAt));
    }

    void forget(Engine engine) {
        engines.remove(engine);
    }

    private Readings readings(Engine engine) {
        return engines.computeIfAbsent(engine, first -> new Readings());
    }
}
