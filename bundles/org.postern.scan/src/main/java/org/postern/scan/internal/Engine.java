// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanService.EngineState;
import org.postern.api.scan.Scanner;

/** A scanner with its name, its places and its health. Thread-safe. */
final class Engine {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int DEFAULT_PLACES = 4;
    private static final int MOST_PLACES = 1024;

    /** More than can ever wait. */
    private static final int EVERYBODY = 1 << 20;

    private final String name;
    private final int size;
    private final boolean keepsDeadlines;
    private final Scanner scanner;
    private final Semaphore places;
    private volatile Health health = Health.unknown(new EngineInfo("", "", Optional.empty(), ""));

    private Engine(String name, int size, boolean keepsDeadlines, Scanner scanner) {
        this.name = name;
        this.size = size;
        this.keepsDeadlines = keepsDeadlines;
        this.scanner = scanner;
        places = new Semaphore(size, true);
    }

    /** @return empty when the service has no name that a profile could use */
    static Optional<Engine> of(Scanner scanner, Map<String, Object> properties) {
        return properties.get(Scanner.NAME) instanceof String name
                        && NAME.matcher(name).matches()
                ? Optional.of(new Engine(name, places(properties), keepsDeadlines(properties), scanner))
                : Optional.empty();
    }

    /** Whether an engine made of these properties would be the same. */
    boolean fits(Map<String, Object> properties) {
        return name.equals(properties.get(Scanner.NAME))
                && size == places(properties)
                && keepsDeadlines == keepsDeadlines(properties);
    }

    private static boolean keepsDeadlines(Map<String, Object> properties) {
        return Boolean.TRUE.equals(properties.get(Scanner.KEEPS_DEADLINES));
    }

    private static int places(Map<String, Object> properties) {
        int wanted =
                properties.get(Scanner.MAX_CONCURRENT) instanceof Number number ? number.intValue() : DEFAULT_PLACES;
        return Math.max(1, Math.min(MOST_PLACES, wanted));
    }

    String name() {
        return name;
    }

    /** @return whether a scan may be run on the thread that waits for it */
    boolean keepsDeadlines() {
        return keepsDeadlines;
    }

    Scanner scanner() {
        return scanner;
    }

    Health health() {
        return health;
    }

    EngineState state() {
        Health now = health;
        return new EngineState(name, now.info(), now.problem(), now.gapLines());
    }

    /** @return the health before; what is gone stays gone */
    synchronized Health change(UnaryOperator<Health> change) {
        Health before = health;
        if (before.state() != Health.State.GONE) {
            health = change.apply(before);
        }
        return before;
    }

    /** Waits for one of the places at this engine, in turn. */
    boolean enter(Duration time) throws InterruptedException {
        return places.tryAcquire(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    }

    void leave() {
        places.release();
    }

    /** Lets in everybody who waits: they find that the engine is gone, and look for another. */
    void retire() {
        change(now -> now.unusable(Health.State.GONE, "it is leaving"));
        places.release(EVERYBODY);
    }
}
