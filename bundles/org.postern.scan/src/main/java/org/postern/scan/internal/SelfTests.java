// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.postern.api.event.EngineChanged;
import org.postern.api.event.EngineChanged.State;
import org.postern.api.event.EventSink;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests engines, and says which are used: wholly when they come, come back, change, get new signatures, and every few hours;
 * for their basics whenever a scan of theirs failed. One that does not answer is asked again and again; one that answers
 * wrongly now and then, since it may have been cured.
 */
final class SelfTests {
    private static final Logger LOG = LoggerFactory.getLogger(SelfTests.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_FOR_LARGE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_FOR_INFO = Duration.ofSeconds(5);
    private static final Duration PATIENCE_FOR_ADVICE = Duration.ofSeconds(1);

    /** Signatures come several times a day: after so long, something is wrong with them. */
    private static final Duration OLD = Duration.ofDays(7);

    private final EngineRoom room;
    private final ScanThreads threads;
    private final Interview interview;
    private final DataVersions dataVersions;
    private final EventSink events;
    private final Times times;
    private final Map<Engine, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    private final Set<Engine> wanted = ConcurrentHashMap.newKeySet();
    private final Set<Engine> retries = ConcurrentHashMap.newKeySet();

    /**
     * When engines are tested without being asked for.
     *
     * @param retry how soon one that does not answer is asked again
     * @param look how soon one that answers wrongly is, and how often the others are for the version of their signatures
     * @param again how often the others are tested
     * @param clock tells the age of signatures
     */
    record Times(Duration retry, Duration look, Duration again, Clock clock) {}

    SelfTests(
            EngineRoom room,
            ScanThreads threads,
            Interview interview,
            DataVersions dataVersions,
            EventSink events,
            Times times) {
        this.room = room;
        this.threads = threads;
        this.interview = interview;
        this.dataVersions = dataVersions;
        this.events = events;
        this.times = times;
    }

    /** Tests all engines from time to time, from now on. */
    void repeat() {
        threads.every(this::beginWithAll, times.again().toMillis());
        threads.every(this::lookAtVersions, times.look().toMillis());
    }

    private void lookAtVersions() {
        for (Engine engine : room.all()) {
            if (engine.health().isUsable()) {
                try {
                    threads.execute(() -> lookAtVersion(engine));
                } catch (RejectedExecutionException full) {
                    LOG.debug("engine {} is asked for its signatures next time", engine.name(), full);
                }
            }
        }
    }

    /** Other signatures are tested like another engine: they may find nothing any more. */
    private void lookAtVersion(Engine engine) {
        try {
            String tested = engine.health().info().dataVersion();
            Optional<String> now = dataVersions.after(engine, System.nanoTime());
            if (now.filter(version -> !version.equals(tested)).isPresent() && wanted.add(engine)) {
                LOG.info("engine {} has other signatures, so it is tested: {}", engine.name(), now.get());
                var unused = begin(engine);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Has an engine tested for its basics from now on: a test that is under way may have asked before things changed, so it
     * does not count.
     *
     * @return is complete when the engine's health says what the test found
     */
    CompletableFuture<Void> begin(Engine engine) {
        CompletableFuture<Void> underWay = running.get(engine);
        return underWay == null ? beginOrJoin(engine) : underWay.thenCompose(over -> beginOrJoin(engine));
    }

    private CompletableFuture<Void> beginOrJoin(Engine engine) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> test = running.computeIfAbsent(engine, none -> mine);
        if (test == mine) {
            try {
                threads.execute(() -> run(engine, mine));
            } catch (RejectedExecutionException full) {
                end(engine, mine);
            }
        }
        return test;
    }

    /** Begins a whole test, whose end nobody waits for. */
    void beginWhole(Engine engine) {
        wanted.add(engine);
        var unused = begin(engine);
    }

    /** Tells that an engine left. */
    void gone(Engine engine) {
        wanted.remove(engine);
        dataVersions.forget(engine);
        LOG.info("engine {} left", engine.name());
        events.publish(new EngineChanged(Instant.now(), engine.name(), State.GONE, "it left"));
    }

    /** Tests all of them, and gives those another chance that answered wrongly. */
    void beginWithAll() {
        room.all().forEach(this::beginWhole);
    }

    private void run(Engine engine, CompletableFuture<Void> test) {
        boolean asked = wanted.remove(engine);
        boolean made = false;
        try {
            boolean whole = asked || !engine.health().isUsable();
            SelfTest questions = new SelfTest(sample -> interview.scan(engine, sample, PATIENCE));
            Diagnosis diagnosis = whole ? questions.whole() : questions.basics();
            made = diagnosis.finding() != Diagnosis.Finding.UNKNOWN;
            if (diagnosis.finding() != Diagnosis.Finding.SOUND) {
                doNotUse(engine, diagnosis);
            } else if (whole) {
                use(engine, diagnosis);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            if (asked && !made) {
                want(engine);
            }
            end(engine, test);
        }
    }

    /** A test that could not be made is still to be made, unless the engine has left meanwhile. */
    private void want(Engine engine) {
        wanted.add(engine);
        if (engine.health().state() == Health.State.GONE) {
            wanted.remove(engine);
        }
    }

    private void end(Engine engine, CompletableFuture<Void> test) {
        running.remove(engine, test);
        Health.State state = engine.health().state();
        boolean untested = state == Health.State.FAILING || state == Health.State.TESTING || wanted.contains(engine);
        boolean wrong = state == Health.State.LYING;
        if ((untested || wrong) && retries.add(engine)) {
            threads.later(() -> retry(engine), (untested ? times.retry() : times.look()).toMillis());
        }
        test.complete(null);
    }

    private void retry(Engine engine) {
        retries.remove(engine);
        var unused = beginOrJoin(engine);
    }

    private void use(Engine engine, Diagnosis diagnosis) throws InterruptedException {
        EngineInfo info = info(engine);
        Map<Gap, String> gaps = describe(engine, info, diagnosis.gaps());
        // The large sample takes its time: what was found at the last time holds until it is through.
        Optional.ofNullable(engine.health().gaps().get(Gap.REFUSES_LARGE))
                .ifPresent(line -> gaps.put(Gap.REFUSES_LARGE, line));
        Health before = engine.change(now -> now.described(info, gaps).usable());
        room.signal();
        if (!before.isUsable() && engine.health().isUsable()) {
            String remark = info.remark().isEmpty() ? "" : "; " + info.remark();
            LOG.info(
                    "engine {} is in service: {}, data {}{}",
                    engine.name(),
                    info.product(),
                    info.dataVersion().isEmpty() ? "without a version" : info.dataVersion(),
                    remark);
            publish(engine, State.IN_SERVICE, info.product());
        }
        tellGaps(engine, before.isUsable() ? before.gapLines() : List.of());
        try {
            threads.execute(() -> tryLarge(engine));
        } catch (RejectedExecutionException full) {
            LOG.debug("engine {} is asked about a large sample next time", engine.name(), full);
        }
    }

    private void tryLarge(Engine engine) {
        try {
            SelfTest questions = new SelfTest(sample -> interview.scan(engine, sample, PATIENCE_FOR_LARGE));
            Optional<Boolean> refuses = questions.refusesLarge();
            if (refuses.isEmpty()) {
                return;
            }
            Map<Gap, String> gap =
                    refuses.get() ? describe(engine, Set.of(Gap.REFUSES_LARGE)) : new EnumMap<>(Gap.class);
            Health before = engine.change(now -> {
                Map<Gap, String> all = new EnumMap<>(Gap.class);
                all.putAll(now.gaps());
                all.remove(Gap.REFUSES_LARGE);
                all.putAll(gap);
                return now.described(now.info(), all);
            });
            tellGaps(engine, before.gapLines());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellGaps(Engine engine, List<String> before) {
        Health now = engine.health();
        List<String> gaps = now.gapLines();
        if (!now.isUsable() || gaps.equals(before)) {
            return;
        }
        if (gaps.isEmpty()) {
            LOG.info("engine {} is no longer degraded", engine.name());
            publish(engine, State.IN_SERVICE, now.info().product());
        } else {
            String all = String.join("; ", gaps);
            LOG.warn("engine {} is degraded: {}", engine.name(), all);
            publish(engine, State.DEGRADED, all);
        }
    }

    private void doNotUse(Engine engine, Diagnosis diagnosis) {
        if (diagnosis.finding() == Diagnosis.Finding.UNKNOWN) {
            return;
        }
        Health.State state = diagnosis.finding() == Diagnosis.Finding.LYING ? Health.State.LYING : Health.State.FAILING;
        Health before = engine.change(now -> now.unusable(state, diagnosis.detail()));
        room.signal();
        if (before.state() != state && before.state() != Health.State.GONE) {
            LOG.warn("engine {} is out of service: {}", engine.name(), diagnosis.detail());
            publish(engine, State.OUT_OF_SERVICE, diagnosis.detail());
        }
    }

    private void publish(Engine engine, State state, String detail) {
        events.publish(new EngineChanged(Instant.now(), engine.name(), state, detail));
    }

    private EngineInfo info(Engine engine) throws InterruptedException {
        long askedAt = System.nanoTime();
        Ending<EngineInfo> ending = interview.ask(engine, (scanner, request) -> scanner.info(), PATIENCE_FOR_INFO);
        ending.answer().ifPresent(info -> dataVersions.note(engine, info, askedAt));
        return ending.answer()
                .orElseGet(() ->
                        new EngineInfo("unknown", "", Optional.empty(), "does not say what it is: " + ending.detail()));
    }

    private Map<Gap, String> describe(Engine engine, EngineInfo info, Set<Gap> found) throws InterruptedException {
        Map<Gap, String> lines = describe(engine, found);
        boolean old = info.dataTime()
                .filter(time -> time.isBefore(times.clock().instant().minus(OLD)))
                .isPresent();
        if (old) {
            lines.putAll(describe(engine, Set.of(Gap.OLD_DATA)));
        }
        return lines;
    }

    private Map<Gap, String> describe(Engine engine, Set<Gap> found) throws InterruptedException {
        Map<Gap, String> lines = new EnumMap<>(Gap.class);
        for (Gap gap : found) {
            Ending<String> advice =
                    interview.ask(engine, (scanner, request) -> scanner.advice(gap), PATIENCE_FOR_ADVICE);
            String text = advice.answer().orElse("");
            lines.put(gap, text.isEmpty() ? gap.text() : gap.text() + ": " + text);
        }
        return lines;
    }
}
