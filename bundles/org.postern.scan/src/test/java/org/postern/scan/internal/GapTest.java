// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.event.EngineChanged;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.ScanService.EngineState;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.UnscannableReason;
import org.postern.swap.Swap;

/** An engine that does not do all that it should is used, and whoever runs it is told what to do (M07, T36). */
@Timeout(60)
class GapTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final EngineEvents events = new EngineEvents();
    private final TestScanner scanner = new TestScanner();
    private final Map<String, Object> properties = Map.of(Scanner.NAME, "a", "service.id", 1L);
    private ScanCoordinator coordinator = coordinator(Duration.ofHours(6), Duration.ofHours(6));

    @AfterEach
    void stop() {
        coordinator.stop();
    }

    private ScanCoordinator coordinator(Duration look, Duration again) {
        return new ScanCoordinator(
                events,
                16,
                100,
                600,
                new SelfTests.Times(Duration.ofMillis(50), look, again, Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    @Test
    void findsNoneInAnEngineThatDoesAll() throws Exception {
        CountDownLatch large = new CountDownLatch(1);
        scanner.onLarge = request -> {
            large.countDown();
            return ScanResult.clean();
        };
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable("a");

        assertThat(large.await(10, SECONDS)).isTrue();
        assertThat(state().gaps()).isEmpty();
    }

    @Test
    void saysWhatAnEngineKeepsToItselfAndWhatCanBeDone() throws Exception {
        scanner.onEncrypted = request -> ScanResult.clean();
        scanner.onTooDeep = request -> ScanResult.clean();
        coordinator.bindScanner(scanner, properties);

        EngineChanged degraded = events.awaitDegraded("a");

        assertThat(state().problem()).isEmpty();
        assertThat(state().gaps())
                .containsExactly(Gap.SILENT_ON_ENCRYPTED.text() + ": set AlertEncrypted", Gap.SILENT_ON_LIMITS.text());
        assertThat(degraded.detail()).isEqualTo(String.join("; ", state().gaps()));
    }

    @Test
    void tellsOfAnEngineThatTakesNothingLarge() throws Exception {
        scanner.onLarge = request -> ScanResult.unscannable(UnscannableReason.TOO_LARGE, "StreamMaxLength");
        coordinator.bindScanner(scanner, properties);

        assertThat(events.awaitDegraded("a").detail()).isEqualTo(Gap.REFUSES_LARGE.text());
        assertThat(state().problem()).isEmpty();
    }

    @Test
    void tellsOfOneThatDoubtsACleanSample() throws Exception {
        scanner.onClean(request -> ScanResult.unscannable(UnscannableReason.DAMAGED, "odd"));
        coordinator.bindScanner(scanner, properties);

        assertThat(events.awaitDegraded("a").detail()).isEqualTo(Gap.DOUBTS_CLEAN.text());
    }

    @Test
    void tellsOfOldSignatures() throws Exception {
        scanner.dataTime = Optional.of(NOW.minus(Duration.ofDays(8)));
        coordinator.bindScanner(scanner, properties);

        assertThat(events.awaitDegraded("a").detail()).isEqualTo(Gap.OLD_DATA.text());
    }

    @Test
    void hasNothingAgainstRecentSignatures() throws Exception {
        scanner.dataTime = Optional.of(NOW.minus(Duration.ofDays(6)));
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable("a");

        assertThat(state().gaps()).isEmpty();
    }

    @Test
    void tellsWhenAGapIsClosed() throws Exception {
        scanner.onEncrypted = request -> ScanResult.clean();
        coordinator.bindScanner(scanner, properties);
        events.awaitDegraded("a");

        scanner.onEncrypted = request -> ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "password");
        coordinator.updatedScanner(scanner, properties);

        events.awaitUsable("a");
        assertThat(state().gaps()).isEmpty();
    }

    /** It stops finding anything while no scan fails, as after a bad update of its signatures. */
    @Test
    void findsOutByItselfWhenAnEngineGoesBlind() throws Exception {
        coordinator.stop();
        coordinator = coordinator(Duration.ofHours(6), Duration.ofMillis(50));
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable("a");

        scanner.onEicar(request -> ScanResult.clean());

        assertThat(events.awaitUnusable("a").detail()).contains("does not find the EICAR test file");
    }

    /** T36: no scan fails, and no test is due. */
    @Test
    void findsOutThatNewSignaturesFindNothing() throws Exception {
        coordinator.stop();
        coordinator = coordinator(Duration.ofMillis(50), Duration.ofHours(6));
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable("a");

        scanner.onEicar(request -> ScanResult.clean());
        scanner.dataVersion = "8";

        assertThat(events.awaitUnusable("a").detail()).contains("does not find the EICAR test file");
    }

    @Test
    void testsTheSameSignaturesOnlyOnce() throws Exception {
        CountDownLatch looked = new CountDownLatch(20);
        AtomicInteger tests = new AtomicInteger();
        TestScanner watched = new TestScanner() {
            @Override
            public EngineInfo info() {
                looked.countDown();
                return super.info();
            }
        };
        watched.onEncrypted = request -> {
            tests.incrementAndGet();
            return ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "password");
        };
        coordinator.stop();
        coordinator = coordinator(Duration.ofMillis(5), Duration.ofHours(6));
        coordinator.bindScanner(watched, properties);

        assertThat(looked.await(30, SECONDS)).isTrue();

        assertThat(tests).hasValue(1);
    }

    /** A clamd that had lost its signatures and has them again. */
    @Test
    void usesALiarAgainByItselfOnceItTellsTheTruth() throws Exception {
        coordinator.stop();
        coordinator = coordinator(Duration.ofMillis(50), Duration.ofHours(6));
        scanner.onEicar(request -> ScanResult.clean());
        coordinator.bindScanner(scanner, properties);
        events.awaitUnusable("a");

        scanner.onEicar(request -> ScanResult.infected("Eicar"));

        events.awaitUsable("a");
    }

    /** All places are taken, so that the engine cannot be asked, when the test of a reload is due. */
    @Test
    void makesUpForATestForWhichThereWasNoPlace() throws Exception {
        ScanThreads threads = new ScanThreads(4);
        try {
            Engine engine = Engine.of(scanner, Map.of(Scanner.NAME, "a", Scanner.MAX_CONCURRENT, 1))
                    .orElseThrow();
            Swap<Engine> engines = new Swap<>();
            engines.bind(1L, engine, properties);
            EngineRoom room = new EngineRoom(engines);
            Interview interview = new Interview(room, threads, Duration.ofMillis(20));
            SelfTests.Times times = new SelfTests.Times(
                    Duration.ofMillis(20), Duration.ofHours(6), Duration.ofHours(6), Clock.systemUTC());
            SelfTests tests = new SelfTests(room, threads, interview, new DataVersions(interview), events, times);
            tests.beginWhole(engine);
            events.awaitUsable("a");

            while (!engine.enter(Duration.ofSeconds(10))) {
                Thread.onSpinWait(); // the large sample takes its time
            }
            scanner.onEicar(request -> ScanResult.clean());
            tests.beginWhole(engine);
            tests.begin(engine).get(10, SECONDS); // ended without having asked anything
            assertThat(engine.health().isUsable()).isTrue();
            engine.leave();

            assertThat(events.awaitUnusable("a").detail()).contains("does not find the EICAR test file");
        } finally {
            threads.close();
        }
    }

    @Test
    void usesAnEngineWhoseAdviceIsBroken() throws Exception {
        coordinator.bindScanner(
                new TestScanner() {
                    {
                        onEncrypted = request -> ScanResult.clean();
                    }

                    @Override
                    public String advice(Gap gap) {
                        throw new NoClassDefFoundError("org/vendor/Gone");
                    }
                },
                properties);

        assertThat(events.awaitDegraded("a").detail()).isEqualTo(Gap.SILENT_ON_ENCRYPTED.text());
    }

    private EngineState state() {
        List<EngineState> all = coordinator.engines();
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
