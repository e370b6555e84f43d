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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
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
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.ScanService.EngineState;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;

@Timeout(60)
class ScanCoordinatorTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final ScanPlan ANY = first();

    private static final SelfTests.Times TIMES =
            new SelfTests.Times(Duration.ofMillis(50), Duration.ofHours(6), Duration.ofHours(6), Clock.systemUTC());
    private static final AtomicInteger SCANS = new AtomicInteger();

    private final EngineEvents events = new EngineEvents();
    private final ScanCoordinator coordinator = new ScanCoordinator(events, 16, 100, 600, TIMES);
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Map<Scanner, Map<String, Object>> bound = new HashMap<>();
    private long nextId = 1;

    @AfterEach
    void stop() {
        never.countDown();
        clients.shutdownNow();
        coordinator.stop();
    }

    @Nested
    class WhateverAnEngineAnswers {
        @Test
        void keepsCleanInfectedAndUnscannableAsTheyAre() throws Exception {
            for (ScanResult answer : List.of(
                    ScanResult.clean(),
                    ScanResult.infected("Worm"),
                    ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "password"))) {
                TestScanner scanner = bindUsable("a", new TestScanner().onMail(request -> answer));

                ScanOutcome outcome = scan(ANY);

                assertThat(outcome.result()).isEqualTo(answer);
                assertThat(outcome.engine()).contains("a");
                assertThat(outcome.answers()).containsExactly(new ScanOutcome.Answer("a", answer, false));
                unbind(scanner);
            }
        }

        @Test
        void takesAnExceptionAsFailed() throws Exception {
            bindUsable("a", new TestScanner().onMail(request -> {
                        throw new java.io.EOFException("cut off");
                    }));

            assertThat(scan(ANY).result()).isEqualTo(ScanResult.failed("EOFException: cut off"));
        }

        @Test
        void takesAnErrorAsFailed() throws Exception {
            bindUsable("a", new TestScanner().onMail(request -> {
                        throw new NoClassDefFoundError("org/vendor/Gone");
                    }));

            assertThat(scan(ANY).result().verdict()).isEqualTo(Verdict.FAILED);
        }

        @Test
        void takesWhatCannotEvenBeToldAsFailed() throws Exception {
            bindUsable("a", new TestScanner().onMail(request -> {
                        throw new IllegalStateException() {
                            private static final long serialVersionUID = 1;

                            @Override
                            public String getMessage() {
                                throw new NoClassDefFoundError("org/vendor/Gone");
                            }
                        };
                    }));

            assertThat(scan(ANY).result().text()).endsWith(", which tells nothing");
        }

        @Test
        void takesNothingAsFailed() throws Exception {
            bindUsable("a", new TestScanner().onMail(request -> null));

            assertThat(scan(ANY).result().verdict()).isEqualTo(Verdict.FAILED);
            assertThat(scan(ANY).result().text()).contains("answered nothing");
        }
    }

    @Nested
    class WhenTimeIsOver {
        /** T20. */
        @Test
        void failsAtTheDeadlineThoughTheEngineReactsToNothing() throws Exception {
            bindUsable("a", new TestScanner().onMail(hang(never)));

            ScanOutcome outcome = scan(ANY, Deadline.after(SHORT), new Cancellation());

            assertThat(outcome.result()).isEqualTo(ScanResult.failed("no answer in time"));
        }

        @Test
        void interruptsTheScanAndRunsItsCancelActions() throws Exception {
            CountDownLatch interrupted = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            bindUsable("a", new TestScanner().onMail(request -> {
                        request.onCancel(() -> {
                            throw new IllegalStateException("harms nobody");
                        });
                        request.onCancel(cancelled::countDown);
                        try {
                            never.await();
                        } catch (InterruptedException late) {
                            interrupted.countDown();
                        }
                        return ScanResult.clean();
                    }));

            ScanOutcome outcome = scan(ANY, Deadline.after(SHORT), new Cancellation());

            assertThat(outcome.result().verdict()).isEqualTo(Verdict.FAILED);
            assertThat(interrupted.await(5, SECONDS)).isTrue();
            assertThat(cancelled.await(5, SECONDS)).isTrue();
        }

        @Test
        void asksNobodyWhenTheDeadlineHasPassedAlready() throws Exception {
            TestScanner scanner = bindUsable("a", new TestScanner());

            ScanOutcome outcome = scan(ANY, Deadline.after(Duration.ofMillis(-1)), new Cancellation());

            assertThat(outcome.result()).isEqualTo(ScanResult.failed("no time left to scan"));
            assertThat(scanner.scans).hasValue(0);
        }

        @Test
        void neverTakesALateCleanForAnAnswer() throws Exception {
            bindUsable("a", new TestScanner().onMail(request -> {
                        hang(never).on(request);
                        return ScanResult.clean();
                    }));

            assertThat(scan(ANY, Deadline.after(SHORT), new Cancellation())
                            .result()
                            .verdict())
                    .isEqualTo(Verdict.FAILED);
        }
    }

    @Nested
    class WhenNobodyWaitsAnyMore {
        @Test
        void givesUpARunningScanAtOnce() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            bindUsable("a", new TestScanner().onMail(request -> {
                        running.countDown();
                        never.await();
                        return ScanResult.clean();
                    }));
            Cancellation cancellation = new Cancellation();
            Future<ScanOutcome> scan = clients.submit(() -> scan(ANY, Deadline.after(LONG), cancellation));
            assertThat(running.await(5, SECONDS)).isTrue();

            cancellation.cancel();

            assertThat(scan.get(5, SECONDS).result().text()).startsWith("given up");
        }

        @Test
        void givesUpWaitingForAnEngine() throws Exception {
            Cancellation cancellation = new Cancellation();
            CountDownLatch begun = new CountDownLatch(1);
            Future<ScanOutcome> scan = clients.submit(() -> {
                begun.countDown();
                return scan(first("missing"), Deadline.after(LONG), cancellation);
            });
            assertThat(begun.await(5, SECONDS)).isTrue();

            cancellation.cancel();

            assertThat(scan.get(5, SECONDS).result().text()).startsWith("given up");
        }

        @Test
        void leavesNoInterruptionBehindOnTheCallersThread() throws Exception {
            Cancellation cancellation = new Cancellation();
            cancellation.cancel();

            ScanOutcome outcome = scan(first("missing"), Deadline.after(LONG), cancellation);

            assertThat(outcome.result().text()).startsWith("given up");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @Test
        void keepsAnInterruptionThatIsTheCallersOwn() throws Exception {
            CompletableFuture<Boolean> kept = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                Thread.currentThread().interrupt();
                scan(first("missing"));
                kept.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();

            assertThat(kept.get(5, SECONDS)).isTrue();
        }

        @Test
        void endsEveryScanWhenTheCoordinatorStops() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            bindUsable("a", new TestScanner().onMail(request -> {
                        running.countDown();
                        never.await();
                        return ScanResult.clean();
                    }));
            Future<ScanOutcome> scan = clients.submit(() -> scan(ANY));
            assertThat(running.await(5, SECONDS)).isTrue();

            coordinator.stop();

            assertThat(scan.get(5, SECONDS).result().verdict()).isEqualTo(Verdict.FAILED);
        }
    }

    @Nested
    class WhenAllEnginesLook {
        @Test
        void theStrongestVerdictWins() throws Exception {
            bindUsable("clean", new TestScanner());
            bindUsable("infected", new TestScanner().onMail(request -> ScanResult.infected("Worm")));
            bindUsable("failed", new TestScanner().onMail(request -> {
                        throw new IllegalStateException("broken");
                    }));

            ScanOutcome outcome = scan(all("clean", "infected", "failed"));

            assertThat(outcome.result()).isEqualTo(ScanResult.infected("Worm"));
            assertThat(outcome.engine()).contains("infected");
            assertThat(outcome.answers())
                    .extracting(ScanOutcome.Answer::engine)
                    .containsExactly("clean", "infected", "failed");
            assertThat(scan(all("clean", "failed")).result().verdict()).isEqualTo(Verdict.FAILED);
        }

        @Test
        void theyLookAtTheSameTime() throws Exception {
            CyclicBarrier together = new CyclicBarrier(3);
            for (String name : List.of("a", "b", "c")) {
                bindUsable(name, new TestScanner().onMail(request -> {
                            together.await(10, SECONDS);
                            return ScanResult.clean();
                        }));
            }

            assertThat(scan(all("a", "b", "c")).result().verdict()).isEqualTo(Verdict.CLEAN);
            assertThat(scan(all()).answers()).hasSize(3);
        }

        @Test
        void aMissingOneCountsAsFailedAfterTheWait() throws Exception {
            bindUsable("a", new TestScanner());

            ScanOutcome outcome = scan(new ScanPlan(List.of("a", "missing"), EngineMode.ALL, SHORT));

            assertThat(outcome.result()).isEqualTo(ScanResult.failed("engine missing is not installed"));
            assertThat(outcome.answers()).hasSize(2);
        }

        @Test
        void aMissingOneDoesNotWeakenInfected() throws Exception {
            bindUsable("a", new TestScanner().onMail(request -> ScanResult.infected("Worm")));

            ScanOutcome outcome = scan(new ScanPlan(List.of("missing", "a"), EngineMode.ALL, SHORT));

            assertThat(outcome.result()).isEqualTo(ScanResult.infected("Worm"));
        }
    }

    @Nested
    class WhenTheFirstOneCounts {
        @Test
        void asksInTheOrderOfThePlan() throws Exception {
            TestScanner a = bindUsable("a", new TestScanner());
            bindUsable("b", new TestScanner());

            assertThat(scan(first("b", "a")).engine()).contains("b");
            assertThat(a.scans).hasValue(0);
        }

        @Test
        void goesOnToTheNextOneWhenOneFails() throws Exception {
            bindUsable("a", new TestScanner().onMail(request -> {
                        throw new java.io.IOException("broken");
                    }));
            bindUsable("b", new TestScanner().onMail(request -> ScanResult.infected("Worm")));

            ScanOutcome outcome = scan(first("a", "b"));

            assertThat(outcome.result()).isEqualTo(ScanResult.infected("Worm"));
            assertThat(outcome.answers())
                    .as("the failure is made good, and holds no message up")
                    .containsExactly(new ScanOutcome.Answer("b", ScanResult.infected("Worm"), false));
        }

        @Test
        void leavesTimeForTheNextOneWhenOneHangs() throws Exception {
            bindUsable("a", new TestScanner().onMail(hang(never)));
            bindUsable("b", new TestScanner());

            ScanOutcome outcome = scan(first("a", "b"), Deadline.after(Duration.ofSeconds(2)), new Cancellation());

            assertThat(outcome.engine()).contains("b");
        }

        @Test
        void doesNotWaitForAMissingOneWhileAnotherIsThere() throws Exception {
            bindUsable("b", new TestScanner());

            assertThat(scan(first("missing", "b")).engine()).contains("b");
        }
    }

    /** T20. */
    @Nested
    class WhileNoEngineIsThere {
        @Test
        void waitsAndScansAsSoonAsOneComes() throws Exception {
            Future<ScanOutcome> scan = clients.submit(() -> scan(first("a")));
            TestScanner scanner = bindUsable("a", new TestScanner());

            assertThat(scan.get(10, SECONDS).result().verdict()).isEqualTo(Verdict.CLEAN);
            assertThat(scanner.scans).hasValue(1);
        }

        @Test
        void failsAfterTheWaitAndNamesWhatIsMissing() {
            ScanPlan none = new ScanPlan(List.of(), EngineMode.ALL, SHORT);
            ScanPlan named = new ScanPlan(List.of("clamd"), EngineMode.FIRST, SHORT);

            assertThat(scan(none).result()).isEqualTo(ScanResult.failed("no engine is installed"));
            assertThat(scan(named).result()).isEqualTo(ScanResult.failed("engine clamd is not installed"));
        }

        @Test
        void waitsNotLongerThanToTheDeadline() {
            ScanOutcome outcome = scan(first("a"), Deadline.after(SHORT), new Cancellation());

            assertThat(outcome.result().verdict()).isEqualTo(Verdict.FAILED);
        }

        @Test
        void namesTheProblemOfAnEngineThatIsThereButNotUsable() throws Exception {
            bind("a", new TestScanner().down());
            events.awaitUnusable("a");

            ScanOutcome outcome = scan(new ScanPlan(List.of("a"), EngineMode.ALL, SHORT));

            assertThat(outcome.result().text())
                    .contains("engine a is not usable")
                    .contains("ConnectException");
        }
    }

    @Nested
    class SelfTesting {
        @Test
        void takesALiarOutOfService() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            TestScanner blind = new TestScanner().onEicar(request -> {
                asked.incrementAndGet();
                return ScanResult.clean();
            });
            bind("blind", blind);

            assertThat(events.awaitUnusable("blind").detail()).contains("does not find the EICAR test file");
            assertThat(coordinator.engines())
                    .extracting(EngineState::problem)
                    .singleElement()
                    .asString()
                    .contains("EICAR");
            assertThat(scan(new ScanPlan(List.of(), EngineMode.FIRST, SHORT))
                            .result()
                            .verdict())
                    .isEqualTo(Verdict.FAILED);
            assertThat(asked).hasValue(1);
            assertThat(blind.scans).hasValue(0);
        }

        @Test
        void takesOutWhatCallsACleanSampleInfected() throws Exception {
            bind("paranoid", new TestScanner().onClean(request -> ScanResult.infected("All")));

            assertThat(events.awaitUnusable("paranoid").detail()).contains("calls a clean sample infected");
        }

        @Test
        void testsALiarAgainWhenItsServiceIsUpdated() throws Exception {
            TestScanner scanner = new TestScanner().onEicar(request -> ScanResult.clean());
            bind("a", scanner);
            events.awaitUnusable("a");

            scanner.onEicar(request -> ScanResult.infected("Eicar"));
            coordinator.updatedScanner(scanner, bound.get(scanner));

            events.awaitUsable("a");
        }

        @Test
        void testsAgainWhatIsUpdatedWhileItsTestIsUnderWay() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch answer = new CountDownLatch(1);
            TestScanner scanner = new TestScanner().onEicar(request -> {
                asked.countDown();
                answer.await();
                return ScanResult.clean();
            });
            bind("a", scanner);
            assertThat(asked.await(5, SECONDS)).isTrue();

            scanner.onEicar(request -> ScanResult.infected("Eicar"));
            coordinator.updatedScanner(scanner, bound.get(scanner));
            answer.countDown();

            events.awaitUnusable("a");
            events.awaitUsable("a");
        }

        @Test
        void triesAgainUntilAnEngineComesBack() throws Exception {
            TestScanner scanner = new TestScanner().down();
            bind("a", scanner);
            events.awaitUnusable("a");

            scanner.onClean(request -> ScanResult.clean())
                    .onEicar(request -> ScanResult.infected("Eicar"))
                    .onMail(request -> ScanResult.clean());

            events.awaitUsable("a");
            assertThat(coordinator.engines())
                    .containsExactly(new EngineState("a", new TestScanner().info(), "", List.of()));
        }

        @Test
        void triesAHangingEngineAgainAndUsesItNotBefore() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            bind("a", new TestScanner().onClean(request -> {
                        asked.countDown();
                        never.await();
                        return ScanResult.clean();
                    }));
            assertThat(asked.await(5, SECONDS)).isTrue();

            assertThat(coordinator.engines())
                    .extracting(EngineState::problem)
                    .containsExactly("its self-test is under way");
            assertThat(scan(new ScanPlan(List.of(), EngineMode.ALL, SHORT))
                            .result()
                            .verdict())
                    .isEqualTo(Verdict.FAILED);
        }

        @Test
        void usesAnEngineThatFailsForOneContentOnly() throws Exception {
            TestScanner scanner = bindUsable("a", new TestScanner().onMail(request -> {
                        throw new java.io.IOException("this one is too strange");
                    }));

            assertThat(scan(ANY).result().verdict()).isEqualTo(Verdict.FAILED);

            scanner.onMail(request -> ScanResult.clean());
            assertThat(scan(ANY).result().verdict()).isEqualTo(Verdict.CLEAN);
        }

        /** T20: its process was killed and started again in the middle of a scan; its self-test finds nothing amiss. */
        @Test
        void asksAnEngineOnceMoreThatIsFitAfterItsFailure() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            bindUsable("a", new TestScanner().onMail(request -> {
                        if (asked.incrementAndGet() == 1) {
                            throw new java.net.SocketException("Connection reset");
                        }
                        return ScanResult.clean();
                    }));

            ScanOutcome outcome = scan(ANY);

            assertThat(outcome.result().verdict()).isEqualTo(Verdict.CLEAN);
            assertThat(outcome.answers()).hasSize(1);
        }

        @Test
        void asksNoEngineAThirdTime() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            bindUsable("a", new TestScanner().onMail(request -> {
                        asked.incrementAndGet();
                        return ScanResult.unreachable("closed before an answer");
                    }));

            assertThat(scan(ANY).result()).isEqualTo(ScanResult.unreachable("closed before an answer"));
            assertThat(asked).hasValue(2);
        }

        /** It would give the same answer, at the same cost. */
        @Test
        void asksNoEngineTwiceThatWasReached() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            TestScanner scanner = bindUsable("a", new TestScanner());
            for (TestScanner.Behaviour failing : List.<TestScanner.Behaviour>of(
                    request -> ScanResult.failed("clamd says: Can't allocate memory ERROR"),
                    request -> {
                        throw new IllegalStateException("a bug");
                    },
                    request -> {
                        throw new java.io.IOException("the content cannot be read");
                    })) {
                scanner.onMail(request -> {
                    asked.incrementAndGet();
                    return failing.on(request);
                });

                assertThat(scan(ANY).result().verdict()).isEqualTo(Verdict.FAILED);
                assertThat(asked.getAndSet(0)).isEqualTo(1);
            }
        }

        /** T20: the engine's process is restarted while messages come. */
        @Test
        void holdsAMessageWhileTheEngineIsDownAndScansItWhenItIsBack() throws Exception {
            TestScanner scanner = bindUsable("a", new TestScanner());
            scanner.down();
            Future<ScanOutcome> scan = clients.submit(() -> scan(ANY));
            events.awaitUnusable("a");

            scanner.onClean(request -> ScanResult.clean())
                    .onMail(request -> ScanResult.infected("Worm"))
                    .onEicar(request -> ScanResult.infected("Eicar"));

            assertThat(scan.get(10, SECONDS).result()).isEqualTo(ScanResult.infected("Worm"));
        }

        @Test
        void refusesAScannerWithoutAUsableName() {
            TestScanner scanner = new TestScanner();

            coordinator.bindScanner(scanner, Map.of());
            coordinator.bindScanner(scanner, Map.of(Scanner.NAME, "two words"));
            coordinator.unbindScanner(scanner, Map.of());

            assertThat(coordinator.engines()).isEmpty();
        }
    }

    /** T35. */
    @Nested
    class WhenAnEngineLeavesInTheMiddle {
        @Test
        void letsARunningScanFinishInTheDrainTime() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch finish = new CountDownLatch(1);
            ScanCoordinator patient = new ScanCoordinator(events, 16, 4000, 600, TIMES);
            TestScanner scanner = new TestScanner().onMail(request -> {
                running.countDown();
                finish.await();
                return ScanResult.infected("Worm");
            });
            Map<String, Object> properties = properties("a");
            patient.bindScanner(scanner, properties);
            events.awaitUsable("a");
            Future<ScanOutcome> scan = clients.submit(() -> scan(patient, ANY));
            assertThat(running.await(5, SECONDS)).isTrue();

            Future<?> unbinding = clients.submit(() -> patient.unbindScanner(scanner, properties));
            while (!patient.engines().isEmpty() && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            finish.countDown();

            assertThat(scan.get(5, SECONDS).result()).isEqualTo(ScanResult.infected("Worm"));
            unbinding.get(5, SECONDS);
            patient.stop();
        }

        @Test
        void scansAgainByAnotherEngineAfterTheDrain() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            TestScanner leaving = bindUsable("a", new TestScanner().onMail(request -> {
                        running.countDown();
                        never.await();
                        return ScanResult.clean();
                    }));
            bindUsable("b", new TestScanner().onMail(request -> ScanResult.infected("Worm")));
            Future<ScanOutcome> scan = clients.submit(() -> scan(first("a", "b")));
            assertThat(running.await(5, SECONDS)).isTrue();

            unbind(leaving);

            assertThat(scan.get(5, SECONDS).engine()).contains("b");
        }

        @Test
        void waitsForTheNewRevisionWhenThereIsNoOther() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            TestScanner old = bindUsable("a", new TestScanner().onMail(request -> {
                        running.countDown();
                        never.await();
                        return ScanResult.clean();
                    }));
            Future<ScanOutcome> scan = clients.submit(() -> scan(all("a")));
            assertThat(running.await(5, SECONDS)).isTrue();

            unbind(old);
            bindUsable("a", new TestScanner().onMail(request -> ScanResult.infected("Worm")));

            assertThat(scan.get(5, SECONDS).result()).isEqualTo(ScanResult.infected("Worm"));
        }

        @Test
        void returnsInBoundedTimeThoughTheOldCodeReactsToNothing() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            TestScanner stuck = bindUsable("a", new TestScanner().onMail(request -> {
                        running.countDown();
                        return hang(never).on(request);
                    }));
            Future<ScanOutcome> scan = clients.submit(() -> scan(first("a"), Deadline.after(LONG), new Cancellation()));
            assertThat(running.await(5, SECONDS)).isTrue();

            clients.submit(() -> unbind(stuck)).get(5, SECONDS);

            assertThat(scan.isDone()).isFalse();
        }

        @Test
        void movesWhoeverWaitsForAPlaceToAnotherEngine() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            TestScanner small = new TestScanner().onMail(request -> {
                running.countDown();
                never.await();
                return ScanResult.clean();
            });
            bind("a", small, 1);
            events.awaitUsable("a");
            Future<ScanOutcome> holder = clients.submit(() -> scan(first("a")));
            assertThat(running.await(5, SECONDS)).isTrue();
            Future<ScanOutcome> waiting = clients.submit(() -> scan(first("a")));

            unbind(small);
            bindUsable("a", new TestScanner());

            assertThat(waiting.get(5, SECONDS).result().verdict()).isEqualTo(Verdict.CLEAN);
            assertThat(holder.get(5, SECONDS).result().verdict()).isEqualTo(Verdict.CLEAN);
        }

        @Test
        void losesNoScanWhileRevisionsFollowEachOther() throws Exception {
            AtomicBoolean stop = new AtomicBoolean();
            List<Future<Integer>> loads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                loads.add(clients.submit(() -> {
                    int done = 0;
                    while (!stop.get()) {
                        assertThat(scan(all("a")).result()).isEqualTo(ScanResult.infected("Worm"));
                        done++;
                    }
                    return done;
                }));
            }

            for (int i = 0; i < 30; i++) {
                TestScanner revision =
                        bindUsable("a", new TestScanner().onMail(request -> ScanResult.infected("Worm")));
                unbind(revision);
            }
            bindUsable("a", new TestScanner().onMail(request -> ScanResult.infected("Worm")));
            stop.set(true);

            for (Future<Integer> load : loads) {
                assertThat(load.get(10, SECONDS)).isPositive();
            }
        }
    }

    @Nested
    class UnderLoad {
        @Test
        void neverExceedsTheEnginesPlaces() throws Exception {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            bind(
                    "a",
                    new TestScanner().onMail(request -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.yield();
                        now.decrementAndGet();
                        return ScanResult.clean();
                    }),
                    3);
            events.awaitUsable("a");

            scanMany(300);

            assertThat(most.get()).isBetween(1, 3);
        }

        @Test
        void neverExceedsThePlacesOfAllEnginesTogether() throws Exception {
            ScanCoordinator narrow = new ScanCoordinator(events, 2, 100, 600, TIMES);
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            narrow.bindScanner(
                    new TestScanner().onMail(request -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.yield();
                        now.decrementAndGet();
                        return ScanResult.clean();
                    }),
                    Map.of(Scanner.NAME, "a", Scanner.MAX_CONCURRENT, 50));
            events.awaitUsable("a");

            List<Future<ScanOutcome>> scans = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                scans.add(clients.submit(() -> scan(narrow, ANY)));
            }
            for (Future<ScanOutcome> scan : scans) {
                assertThat(scan.get(10, SECONDS).result().verdict()).isEqualTo(Verdict.CLEAN);
            }

            assertThat(most.get()).isBetween(1, 2);
            narrow.stop();
        }

        @Test
        void givesThePlaceBackAfterEveryKindOfEnd() throws Exception {
            TestScanner scanner = new TestScanner();
            bind("a", scanner, 1);
            events.awaitUsable("a");

            for (int i = 0; i < 5; i++) {
                scanner.onMail(request -> {
                    throw new IllegalStateException("broken");
                });
                scan(ANY);
                scanner.onMail(request -> {
                    never.await();
                    return ScanResult.clean();
                });
                scan(ANY, Deadline.after(Duration.ofMillis(20)), new Cancellation());
                scanner.onMail(request -> ScanResult.clean());
                assertThat(scan(ANY).result().verdict()).isEqualTo(Verdict.CLEAN);
            }
        }

        private void scanMany(int number) throws Exception {
            List<Future<ScanOutcome>> scans = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                scans.add(clients.submit(() -> scan(ANY)));
            }
            for (Future<ScanOutcome> scan : scans) {
                assertThat(scan.get(20, SECONDS).result().verdict()).isEqualTo(Verdict.CLEAN);
            }
        }
    }

    private static TestScanner.Behaviour hang(CountDownLatch until) {
        return request -> {
            boolean interrupted = false;
            while (true) {
                try {
                    until.await();
                    break;
                } catch (InterruptedException ignored) {
                    interrupted = true; // an engine that does not react
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return ScanResult.clean();
        };
    }

    private TestScanner bindUsable(String name, TestScanner scanner) throws InterruptedException {
        bind(name, scanner);
        events.awaitUsable(name);
        return scanner;
    }

    private void bind(String name, TestScanner scanner) {
        bind(name, scanner, 4);
    }

    private void bind(String name, TestScanner scanner, int places) {
        Map<String, Object> properties = new HashMap<>(properties(name));
        properties.put(Scanner.MAX_CONCURRENT, places);
        bound.put(scanner, properties);
        coordinator.bindScanner(scanner, properties);
    }

    private void unbind(TestScanner scanner) {
        coordinator.unbindScanner(scanner, bound.get(scanner));
    }

    private Map<String, Object> properties(String name) {
        return Map.of(Scanner.NAME, name, "service.id", nextId++);
    }

    private ScanOutcome scan(ScanPlan plan) {
        return scan(coordinator, plan);
    }

    private static ScanOutcome scan(ScanCoordinator coordinator, ScanPlan plan) {
        return scan(coordinator, plan, Deadline.after(LONG), new Cancellation());
    }

    private ScanOutcome scan(ScanPlan plan, Deadline deadline, Cancellation cancellation) {
        return scan(coordinator, plan, deadline, cancellation);
    }

    private static ScanOutcome scan(
            ScanCoordinator coordinator, ScanPlan plan, Deadline deadline, Cancellation cancellation) {
        Octets mail = Octets.of("Subject: hello\r\n\r\nhello\r\n".getBytes(US_ASCII));
        // each time a digest of its own, or the verdict would be used again
        String sha256 = String.format("%064x", SCANS.incrementAndGet());
        return coordinator.scan(mail, sha256, plan, deadline, cancellation);
    }

    private static ScanPlan first(String... engines) {
        return new ScanPlan(List.of(engines), EngineMode.FIRST, LONG);
    }

    private static ScanPlan all(String... engines) {
        return new ScanPlan(List.of(engines), EngineMode.ALL, LONG);
    }
}
