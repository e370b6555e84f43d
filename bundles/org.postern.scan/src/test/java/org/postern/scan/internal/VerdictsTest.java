// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;

/** T47: what is used again, and what never is. */
@Timeout(60)
class VerdictsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ONE = "1".repeat(64);
    private static final String OTHER = "2".repeat(64);

    private final EngineEvents events = new EngineEvents();
    private final ScanCoordinator coordinator = coordinator(600);
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Map<Scanner, Map<String, Object>> bound = new HashMap<>();
    private long nextId = 1;

    @AfterEach
    void stop() {
        clients.shutdownNow();
        coordinator.stop();
    }

    private ScanCoordinator coordinator(int seconds) {
        return new ScanCoordinator(
                events,
                16,
                100,
                seconds,
                new SelfTests.Times(
                        Duration.ofMillis(50), Duration.ofHours(6), Duration.ofHours(6), Clock.systemUTC()));
    }

    /** M09: a message of bombs must not spoil what the others are told. */
    @Nested
    class OutOfWhatTheMessageHadLeft {
        private final ScanResult beyond = ScanResult.unscannable(UnscannableReason.LIMITS, "more than there was left");

        private ScanResult answer(ScanRequest request) {
            if (request.unpacking().addEntry() > 1) {
                request.unpacking().exhaust();
                return beyond;
            }
            return ScanResult.clean();
        }

        private ScanOutcome scan(String sha256, Unpacking message) {
            Octets mail = Octets.of("Subject: hello\r\n\r\nhello\r\n".getBytes(US_ASCII));
            ScanPlan plan = new ScanPlan(List.of(), EngineMode.ALL, LONG);
            return coordinator.scan(mail, sha256, plan, Deadline.after(LONG), new Cancellation(), message);
        }

        @Test
        void usesNoVerdictForAnotherMessage() throws Exception {
            bind("a", new TestScanner().onMail(this::answer));
            Unpacking bombs = new Unpacking();

            assertThat(scan(ONE, bombs).result()).isEqualTo(ScanResult.clean());
            assertThat(scan(OTHER, bombs).result()).isEqualTo(beyond);

            assertThat(scan(OTHER, new Unpacking()).answers())
                    .containsExactly(new ScanOutcome.Answer("a", ScanResult.clean(), false));
            assertThat(scan(ONE, new Unpacking()).answers())
                    .containsExactly(new ScanOutcome.Answer("a", ScanResult.clean(), true));
        }

        @Test
        void givesNoVerdictToAnotherMessageThatWaitsForIt() throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            TestScanner scanner = bind("a", new TestScanner().onMail(request -> {
                        ScanResult result = answer(request);
                        if (result.equals(beyond)) {
                            begun.countDown();
                            go.await();
                        }
                        return result;
                    }));
            Unpacking bombs = new Unpacking();
            scan(ONE, bombs);
            Future<ScanOutcome> first = clients.submit(() -> scan(OTHER, bombs));
            begun.await();
            Future<ScanOutcome> second = clients.submit(() -> scan(OTHER, new Unpacking()));
            go.countDown();

            assertThat(first.get().result()).isEqualTo(beyond);
            assertThat(second.get().result()).isEqualTo(ScanResult.clean());
            assertThat(scanner.scans).hasValue(3);
        }

        @Test
        void givesEachEngineItsOwnAccount() throws Exception {
            bind("a", new TestScanner().onMail(this::answer));
            bind("b", new TestScanner().onMail(this::answer));

            assertThat(scan(ONE, new Unpacking()).answers())
                    .extracting(ScanOutcome.Answer::result)
                    .containsExactly(ScanResult.clean(), ScanResult.clean());
        }
    }

    @Nested
    class Afterwards {
        @Test
        void usesEveryKindOfVerdictAgain() throws Exception {
            for (ScanResult verdict : List.of(
                    ScanResult.clean(),
                    ScanResult.infected("Worm"),
                    ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "password"))) {
                TestScanner scanner = bind("a", new TestScanner().onMail(request -> verdict));

                ScanOutcome first = scan(ONE);
                ScanOutcome second = scan(ONE);

                assertThat(first.answers()).containsExactly(new ScanOutcome.Answer("a", verdict, false));
                assertThat(second.answers()).containsExactly(new ScanOutcome.Answer("a", verdict, true));
                assertThat(second.result()).isEqualTo(verdict);
                assertThat(scanner.scans).hasValue(1);
                coordinator.unbindScanner(scanner, bound.get(scanner));
            }
        }

        @Test
        void neverUsesAFailureAgain() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            bind(
                    "a",
                    new TestScanner()
                            .onMail(request ->
                                    asked.incrementAndGet() == 1 ? ScanResult.failed("not now") : ScanResult.clean()));

            assertThat(scan(ONE).result().verdict()).isEqualTo(Verdict.FAILED);
            assertThat(scan(ONE).result().verdict()).isEqualTo(Verdict.CLEAN);
        }

        @Test
        void keepsContentsApart() throws Exception {
            TestScanner scanner = bind("a", new TestScanner());

            scan(ONE);
            scan(OTHER);

            assertThat(scanner.scans).hasValue(2);
        }

        @Test
        void keepsEnginesApart() throws Exception {
            TestScanner one = bind("a", new TestScanner());
            TestScanner other = bind("b", new TestScanner().onMail(request -> ScanResult.infected("Worm")));

            assertThat(scan(ONE, "a").result().verdict()).isEqualTo(Verdict.CLEAN);
            assertThat(scan(ONE, "b").result().verdict()).isEqualTo(Verdict.INFECTED);
            assertThat(one.scans).hasValue(1);
            assertThat(other.scans).hasValue(1);
        }

        @Test
        void asksAgainWhenTheSignaturesHaveChanged() throws Exception {
            TestScanner scanner = bind("a", new TestScanner());
            scan(ONE);

            scanner.dataVersion = "8";
            scanner.onMail(request -> ScanResult.infected("Worm"));

            assertThat(scan(ONE).result().verdict()).isEqualTo(Verdict.INFECTED);
        }

        /** The version was read before the scan, so the scan may have been one with either. */
        @Test
        void asksAgainWhenTheSignaturesChangedDuringTheScan() throws Exception {
            TestScanner scanner = new TestScanner();
            scanner.onMail(request -> {
                scanner.dataVersion = "8";
                return ScanResult.clean();
            });
            bind("a", scanner);
            scan(ONE);
            scanner.onMail(request -> ScanResult.infected("Worm"));

            assertThat(scan(ONE).result().verdict()).isEqualTo(Verdict.INFECTED);
        }

        @Test
        void usesVerdictsOfTheNewSignaturesAgain() throws Exception {
            TestScanner scanner = bind("a", new TestScanner());
            scan(ONE);
            scanner.dataVersion = "8";
            scan(ONE);

            assertThat(scan(ONE).answers()).singleElement().matches(ScanOutcome.Answer::reused);
            assertThat(scanner.scans).hasValue(2);
        }

        @Test
        void usesNothingAgainOfAnEngineThatDoesNotTellTheVersion() throws Exception {
            TestScanner scanner = new TestScanner();
            scanner.dataVersion = "";
            bind("a", scanner);

            scan(ONE);
            scan(ONE);

            assertThat(scanner.scans).hasValue(2);
        }

        @Test
        void usesNothingAgainAfterTheServiceChanged() throws Exception {
            TestScanner scanner = bind("a", new TestScanner());
            scan(ONE);

            coordinator.updatedScanner(scanner, bound.get(scanner));
            scan(ONE);

            assertThat(scanner.scans).hasValue(2);
        }

        @Test
        void usesNothingAgainOfTheTimeBeforeAnEngineWasOutOfService() throws Exception {
            TestScanner scanner = bind("a", new TestScanner());
            scan(ONE);
            scanner.down();
            assertThat(scan(OTHER, Duration.ofMillis(300)).result().verdict()).isEqualTo(Verdict.FAILED);
            events.awaitUnusable("a");
            scanner.onClean(request -> ScanResult.clean())
                    .onEicar(request -> ScanResult.infected("Eicar"))
                    .onMail(request -> ScanResult.infected("Worm"));
            events.awaitUsable("a");

            assertThat(scan(ONE).result().verdict()).isEqualTo(Verdict.INFECTED);
        }

        @Test
        void keepsNothingWhenItIsToldSo() throws Exception {
            ScanCoordinator forgetful = coordinator(0);
            TestScanner scanner = new TestScanner();
            forgetful.bindScanner(scanner, Map.of(Scanner.NAME, "a"));
            events.awaitUsable("a");

            for (int i = 0; i < 2; i++) {
                scan(forgetful, ONE, LONG, new Cancellation(), "a");
            }

            assertThat(scanner.scans).hasValue(2);
            forgetful.stop();
        }
    }

    @Nested
    class AtTheSameTime {
        @Test
        void looksOnce() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            TestScanner scanner = bind("a", new TestScanner().onMail(request -> {
                        go.await();
                        return ScanResult.infected("Worm");
                    }));
            List<Future<ScanOutcome>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(clients.submit(() -> scan(ONE)));
            }
            awaitScans(scanner, 1);

            go.countDown();

            long reused = 0;
            for (Future<ScanOutcome> one : all) {
                ScanOutcome outcome = one.get(5, SECONDS);
                assertThat(outcome.result()).isEqualTo(ScanResult.infected("Worm"));
                reused += outcome.answers().stream()
                        .filter(ScanOutcome.Answer::reused)
                        .count();
            }
            assertThat(scanner.scans).hasValue(1);
            assertThat(reused).isEqualTo(19);
        }

        /** Its client went away, which is no reason for the other's mail not to be looked at. */
        @Test
        void goesOnForTheOthersWhenTheFirstIsGivenUp() throws Exception {
            CountDownLatch never = new CountDownLatch(1);
            AtomicBoolean hangs = new AtomicBoolean(true);
            TestScanner scanner = bind("a", new TestScanner().onMail(request -> {
                        if (hangs.get()) {
                            never.await();
                        }
                        return ScanResult.clean();
                    }));
            Cancellation first = new Cancellation();
            Future<ScanOutcome> given = clients.submit(() -> scan(coordinator, ONE, LONG, first, "a"));
            awaitScans(scanner, 1);
            Future<ScanOutcome> other = clients.submit(() -> scan(ONE));
            hangs.set(false);

            first.cancel();

            assertThat(given.get(5, SECONDS).result().verdict()).isEqualTo(Verdict.FAILED);
            assertThat(other.get(5, SECONDS).result().verdict()).isEqualTo(Verdict.CLEAN);
        }

        @Test
        void asksItselfWhenTheFirstFails() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger asked = new AtomicInteger();
            TestScanner scanner = bind("a", new TestScanner().onMail(request -> {
                        go.await();
                        return asked.incrementAndGet() == 1 ? ScanResult.failed("broken") : ScanResult.clean();
                    }));
            Future<ScanOutcome> first = clients.submit(() -> scan(ONE));
            awaitScans(scanner, 1);
            Future<ScanOutcome> other = clients.submit(() -> scan(ONE));

            go.countDown();

            assertThat(other.get(5, SECONDS).result().verdict()).isEqualTo(Verdict.CLEAN);
            assertThat(first.get(5, SECONDS).result().verdict())
                    .as("is not asked once more, since it was reached")
                    .isEqualTo(Verdict.FAILED);
        }

        @Test
        void waitsForTheOtherNoLongerThanToItsOwnDeadline() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            TestScanner scanner = bind("a", new TestScanner().onMail(request -> {
                        go.await();
                        return ScanResult.clean();
                    }));
            Future<ScanOutcome> first = clients.submit(() -> scan(ONE));
            awaitScans(scanner, 1);

            assertThat(scan(ONE, Duration.ofMillis(100)).result()).isEqualTo(ScanResult.failed("no answer in time"));

            go.countDown();
            assertThat(first.get(5, SECONDS).result().verdict()).isEqualTo(Verdict.CLEAN);
        }
    }

    private static void awaitScans(TestScanner scanner, int number) throws InterruptedException {
        long end = System.nanoTime() + SECONDS.toNanos(10);
        while (scanner.scans.get() < number) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private TestScanner bind(String name, TestScanner scanner) throws InterruptedException {
        Map<String, Object> properties = Map.of(Scanner.NAME, name, Scanner.MAX_CONCURRENT, 16, "service.id", nextId++);
        bound.put(scanner, properties);
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable(name);
        return scanner;
    }

    private ScanOutcome scan(String sha256) {
        return scan(coordinator, sha256, LONG, new Cancellation());
    }

    private ScanOutcome scan(String sha256, String engine) {
        return scan(coordinator, sha256, LONG, new Cancellation(), engine);
    }

    private ScanOutcome scan(String sha256, Duration time) {
        return scan(coordinator, sha256, time, new Cancellation());
    }

    private static ScanOutcome scan(
            ScanCoordinator by, String sha256, Duration time, Cancellation cancellation, String... engines) {
        Octets mail = Octets.of("Subject: hello\r\n\r\nhello\r\n".getBytes(US_ASCII));
        ScanPlan plan = new ScanPlan(List.of(engines), EngineMode.FIRST, LONG);
        return by.scan(mail, sha256, plan, Deadline.after(time), cancellation);
    }
}
