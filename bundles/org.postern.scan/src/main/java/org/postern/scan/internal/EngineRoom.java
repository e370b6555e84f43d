// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.swap.Lease;
import org.postern.swap.Offer;
import org.postern.swap.Swap;

/** The engines that are there. Thread-safe. */
final class EngineRoom {
    private final Swap<Engine> engines;

    EngineRoom(Swap<Engine> engines) {
        this.engines = engines;
    }

    List<Engine> all() {
        return engines.offers().stream().map(Offer::service).toList();
    }

    /**
     * @param names in order of preference; empty for any
     * @return the usable ones, in that order; those of one name with the best first
     */
    List<Engine> usable(List<String> names) {
        List<Engine> usable = new ArrayList<>();
        for (Offer<Engine> offer : engines.offers()) {
            if (offer.service().health().isUsable()) {
                usable.add(offer.service());
            }
        }
        return names.isEmpty()
                ? usable
                : names.stream()
                        .flatMap(name ->
                                usable.stream().filter(engine -> engine.name().equals(name)))
                        .toList();
    }

    /** @return empty when that engine is not used any more */
    Optional<Lease<Engine>> lease(Engine engine) {
        return engines.lease(
                offer -> offer.service() == engine && engine.health().isUsable());
    }

    /** @return empty when that engine is not there any more; one whose self-test is under way is */
    Optional<Lease<Engine>> leaseUntested(Engine engine) {
        return engines.lease(offer -> offer.service() == engine);
    }

    /** Waits until there is such an engine. */
    boolean await(Predicate<Engine> which, Duration time) throws InterruptedException {
        Optional<Lease<Engine>> found = engines.await(offer -> which.test(offer.service()), time);
        found.ifPresent(Lease::close);
        return found.isPresent();
    }

    /** Whoever waits for an engine looks again. */
    void signal() {
        engines.signal();
    }

    /** Says why there is nobody to scan. */
    String whyNone(List<String> names) {
        List<Engine> there = all();
        List<String> wanted =
                names.isEmpty() ? there.stream().map(Engine::name).distinct().toList() : names;
        return wanted.isEmpty()
                ? "no engine is installed"
                : wanted.stream().map(name -> why(name, there)).collect(Collectors.joining("; "));
    }

    private static String why(String name, List<Engine> there) {
        Stream<Engine> called = there.stream().filter(engine -> engine.name().equals(name));
        return called.findFirst()
                .map(engine ->
                        "engine " + name + " is not usable: " + engine.health().problem())
                .orElse("engine " + name + " is not installed");
    }
}
