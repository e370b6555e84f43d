// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.swap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

@Timeout(30)
class SwapTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Swap<String> swap = new Swap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void givesNothingWhileNothingIsBound() {
        assertThat(swap.lease()).isEmpty();
        assertThat(swap.offers()).isEmpty();
    }

    @Test
    void prefersTheHighestRankingAndThenTheOldestService() {
        swap.bind(1, "late", Map.of("service.id", 9L));
        swap.bind(2, "early", Map.of("service.id", 3L));
        swap.bind(3, "best", Map.of("service.id", 12L, "service.ranking", 5));

        assertThat(swap.offers()).extracting(Offer::service).containsExactly("best", "early", "late");
        assertThat(leased()).isEqualTo("best");
    }

    @Test
    void leasesWhatAPredicateOnPropertiesChooses() {
        swap.bind(1, "a", Map.of("scanner.name", "clamd"));
        swap.bind(2, "b", Map.of("scanner.name", "signature"));

        Optional<Lease<String>> lease = swap.lease(
                offer -> offer.text("scanner.name").filter("signature"::equals).isPresent());

        assertThat(lease).map(Lease::service).contains("b");
    }

    @Test
    void leasesEveryServiceAtOnceTheBestFirst() {
        swap.bind(1, "a", Map.of());
        swap.bind(2, "b", Map.of("service.ranking", 1));

        assertThat(swap.leaseAll()).extracting(Lease::service).containsExactly("b", "a");
    }

    @Test
    void replacesOnlyThePropertiesWhenAServiceIsBoundAgain() {
        swap.bind(1, "a", Map.of("service.ranking", 1));
        Lease<String> open = swap.lease().orElseThrow();
        swap.bind(1, "a", Map.of("service.ranking", 7));

        assertThat(swap.offers()).extracting(Offer::ranking).containsExactly(7);
        open.close();
        assertThat(swap.unbind(1)).isZero();
    }

    @Test
    void ignoresUnbindingWhatNeverWasBound() {
        swap.bind(1, "a", Map.of());

        assertThat(swap.unbind(2)).isZero();
        assertThat(swap.unbind(1)).isZero();
        assertThat(swap.unbind(1)).isZero();
        assertThat(swap.lease()).isEmpty();
    }

    @Test
    void acceptsNoDrainThatServiceComponentRuntimeWouldNotWaitFor() {
        assertThatThrownBy(() -> swap.drain(Duration.ofSeconds(5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> swap.drain(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Nested
    class WhenAServiceLeavesWhileItIsUsed {
        @Test
        void waitsForTheOpenLeaseAndGivesNoNewOne() throws Exception {
            swap.bind(1, "a", Map.of());
            Lease<String> open = swap.lease().orElseThrow();

            Future<Integer> unbinding = threads.submit(() -> swap.unbind(1));
            awaitUnoffered();

            assertThat(swap.lease()).isEmpty();
            assertThat(unbinding.isDone()).isFalse();
            open.close();
            assertThat(unbinding.get(5, SECONDS)).isZero();
        }

        @Test
        void doesNotCancelALeaseThatEndsInTime() throws Exception {
            AtomicBoolean cancelled = new AtomicBoolean();
            swap.bind(1, "a", Map.of());
            Lease<String> open = swap.lease().orElseThrow();
            open.onCancel(() -> cancelled.set(true));

            Future<Integer> unbinding = threads.submit(() -> swap.unbind(1));
            awaitUnoffered();
            open.close();

            assertThat(unbinding.get(5, SECONDS)).isZero();
            assertThat(cancelled).isFalse();
        }

        @Test
        void cancelsEveryLeaseThatIsStillOpenAfterTheDrain() {
            swap.drain(Duration.ofMillis(20));
            swap.bind(1, "a", Map.of());
            List<Lease<String>> leases =
                    List.of(swap.lease().orElseThrow(), swap.lease().orElseThrow());
            AtomicInteger cancelled = new AtomicInteger();
            leases.forEach(lease -> lease.onCancel(() -> {
                cancelled.incrementAndGet();
                lease.close();
            }));

            assertThat(swap.unbind(1)).isZero();
            assertThat(cancelled).hasValue(2);
        }

        @Test
        void tellsHowManyLeasesDoNotReactAndReturnsAllTheSame() {
            swap.drain(Duration.ofMillis(10));
            swap.bind(1, "a", Map.of());
            assertThat(swap.lease()).isPresent();

            assertThat(swap.unbind(1)).isEqualTo(1);
        }

        @Test
        void cancelsTheOtherLeasesThoughOneActionThrows() throws Exception {
            swap.drain(Duration.ZERO);
            swap.bind(1, "a", Map.of());
            Lease<String> broken = swap.lease().orElseThrow();
            Lease<String> sound = swap.lease().orElseThrow();
            CountDownLatch told = new CountDownLatch(1);
            CompletableFuture<Throwable> caught = new CompletableFuture<>();
            broken.onCancel(() -> {
                throw new IllegalStateException("broken");
            });
            sound.onCancel(told::countDown);

            Thread unbinding = new Thread(() -> swap.unbind(1));
            unbinding.setUncaughtExceptionHandler((thread, problem) -> caught.complete(problem));
            unbinding.start();

            assertThat(told.await(5, SECONDS)).isTrue();
            assertThat(caught.get(5, SECONDS)).hasMessage("broken");
        }

        @Test
        void runsAnActionAtOnceThatIsAddedAfterTheCancel() {
            swap.drain(Duration.ZERO);
            swap.bind(1, "a", Map.of());
            Lease<String> open = swap.lease().orElseThrow();
            swap.unbind(1);
            AtomicBoolean told = new AtomicBoolean();

            open.onCancel(() -> told.set(true));

            assertThat(told).isTrue();
        }

        @Test
        void hurriesWhenTheUnbindingThreadIsInterrupted() throws Exception {
            swap.drain(Swap.LONGEST_DRAIN);
            swap.bind(1, "a", Map.of());
            Lease<String> open = swap.lease().orElseThrow();
            open.onCancel(open::close);
            CompletableFuture<Boolean> flagKept = new CompletableFuture<>();
            Thread unbinding = new Thread(() -> {
                swap.unbind(1);
                flagKept.complete(Thread.currentThread().isInterrupted());
            });
            unbinding.start();
            awaitUnoffered();

            unbinding.interrupt();

            assertThat(flagKept.get(2, SECONDS)).isTrue();
        }

        private void awaitUnoffered() {
            while (!swap.offers().isEmpty() && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }
    }

    @Nested
    class WhenNobodyIsThereYet {
        @Test
        void givesUpAfterTheTimeAllowed() throws Exception {
            assertThat(swap.await(Duration.ofMillis(5))).isEmpty();
            assertThat(swap.await(Duration.ofMillis(-5))).isEmpty();
        }

        @Test
        void givesALeaseAsSoonAsOneComes() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            Future<Optional<Lease<String>>> waiting = threads.submit(() -> swap.await(
                    offer -> {
                        asked.countDown();
                        return offer.service().equals("b");
                    },
                    LONG));
            swap.bind(1, "a", Map.of());
            assertThat(asked.await(5, SECONDS)).isTrue();

            swap.bind(2, "b", Map.of());

            assertThat(waiting.get(5, SECONDS)).map(Lease::service).contains("b");
        }

        @Test
        void asksAgainWhenItIsSignalled() throws Exception {
            AtomicBoolean usable = new AtomicBoolean();
            CountDownLatch asked = new CountDownLatch(1);
            swap.bind(1, "a", Map.of());
            Future<Optional<Lease<String>>> waiting = threads.submit(() -> swap.await(
                    offer -> {
                        asked.countDown();
                        return usable.get();
                    },
                    LONG));
            assertThat(asked.await(5, SECONDS)).isTrue();

            usable.set(true);
            swap.signal();

            assertThat(waiting.get(5, SECONDS)).isPresent();
        }
    }

    @Test
    void leavesNoCallRunningAfterUnbindUnderLoad() throws Exception {
        AtomicInteger usersAfterUnbind = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        Swap<AtomicBoolean> flags = new Swap<>();
        for (int i = 0; i < 4; i++) {
            threads.execute(() -> {
                while (!stop.get()) {
                    flags.lease().ifPresent(lease -> {
                        if (!lease.service().get()) {
                            usersAfterUnbind.incrementAndGet();
                        }
                        lease.close();
                    });
                }
            });
        }

        for (int i = 0; i < 2_000; i++) {
            AtomicBoolean alive = new AtomicBoolean(true);
            flags.bind(i, alive, Map.of());
            assertThat(flags.unbind(i)).isZero();
            alive.set(false);
        }
        stop.set(true);

        assertThat(usersAfterUnbind).hasValue(0);
    }

    private String leased() {
        try (Lease<String> lease = swap.lease().orElseThrow()) {
            return lease.service();
        }
    }
}
