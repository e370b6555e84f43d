// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;

/** An engine that says that it keeps deadlines is called on the thread that waits for it. */
@Timeout(60)
class EngineKeepsDeadlinesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final SelfTests.Times TIMES =
            new SelfTests.Times(Duration.ofMillis(50), Duration.ofHours(6), Duration.ofHours(6), Clock.systemUTC());
    private static final AtomicInteger SCANS = new AtomicInteger();

    private final EngineEvents events = new EngineEvents();
    private final ScanCoordinator coordinator = new ScanCoordinator(events, 16, 100, 600, TIMES);
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private long nextId = 1;

    @AfterEach
    void stop() {
        never.countDown();
        clients.shutdownNow();
        coordinator.stop();
    }

    @Test
    void scansOnTheThreadThatWaits() throws Exception {
        CompletableFuture<Thread> used = new CompletableFuture<>();
        bind("a", true, new TestScanner().onMail(request -> {
                    used.complete(Thread.currentThread());
                    return ScanResult.infected("Worm");
                }));

        ScanOutcome outcome = scan(new Cancellation());

        assertThat(outcome.result()).isEqualTo(ScanResult.infected("Worm"));
        assertThat(used.get(5, SECONDS)).isSameAs(Thread.currentThread());
    }

    @Test
    void anyOtherEngineHasAThreadOfItsOwn() throws Exception {
        CompletableFuture<Thread> used = new CompletableFuture<>();
        bind("a", false, new TestScanner().onMail(request -> {
                    used.complete(Thread.currentThread());
                    return ScanResult.clean();
                }));

        scan(new Cancellation());

        assertThat(used.get(5, SECONDS)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void takesWhatItThrowsAsFailed() throws Exception {
        bind("a", true, new TestScanner().onMail(request -> {
                    throw new NoClassDefFoundError("org/vendor/Gone");
                }));

        assertThat(scan(new Cancellation()).result().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void isInterruptedWhenNobodyWaitsAnyMore() throws Exception {
        bind("a", true, new TestScanner().onMail(request -> {
                    running.countDown();
                    never.await();
                    return ScanResult.clean();
                }));
        Cancellation cancellation = new Cancellation();
        Future<ScanOutcome> scan = clients.submit(() -> scan(cancellation));
        assertThat(running.await(5, SECONDS)).isTrue();

        cancellation.cancel();

        assertThat(scan.get(5, SECONDS).result().text()).startsWith("given up");
    }

    @Test
    void whatItAnswersToAnInterruptionIsNoAnswer() throws Exception {
        TestScanner scanner = new TestScanner().onMail(request -> {
            running.countDown();
            try {
                never.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return ScanResult.clean();
        });
        bind("a", true, scanner);
        Cancellation cancellation = new Cancellation();
        Future<Boolean> interrupted = clients.submit(() -> {
            assertThat(scan(cancellation).result().text()).startsWith("given up");
            return Thread.currentThread().isInterrupted();
        });
        assertThat(running.await(5, SECONDS)).isTrue();

        cancellation.cancel();

        assertThat(interrupted.get(5, SECONDS))
                .as("the thread's next work is not disturbed")
                .isFalse();
    }

    /** T35. */
    @Test
    void isCancelledWhenItLeavesAndAnotherOneIsAsked() throws Exception {
        TestScanner leaving = new TestScanner().onMail(request -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            request.onCancel(cancelled::countDown);
            running.countDown();
            cancelled.await();
            return ScanResult.failed("cancelled");
        });
        Map<String, Object> properties = bind("a", true, leaving);
        Future<ScanOutcome> scan = clients.submit(() -> scan(new Cancellation()));
        assertThat(running.await(5, SECONDS)).isTrue();
        bind("b", true, new TestScanner().onMail(request -> ScanResult.infected("Worm")));

        coordinator.unbindScanner(leaving, properties);

        assertThat(scan.get(5, SECONDS).result()).isEqualTo(ScanResult.infected("Worm"));
    }

    /** More scans than places in turn: each is given back. */
    @Test
    void givesItsPlaceBack() throws Exception {
        bind("a", true, new TestScanner().onMail(request -> {
                    throw new IllegalStateException("broken");
                }));
        for (int i = 0; i < 20; i++) {
            scan(new Cancellation());
        }
        bind("b", true, new TestScanner());

        assertThat(scan(new Cancellation()).result().verdict()).isEqualTo(Verdict.CLEAN);
    }

    private Map<String, Object> bind(String name, boolean keepsDeadlines, TestScanner scanner)
            throws InterruptedException {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Scanner.NAME, name);
        properties.put(Scanner.MAX_CONCURRENT, 4);
        properties.put(Scanner.KEEPS_DEADLINES, keepsDeadlines);
        properties.put("service.id", nextId++);
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable(name);
        return properties;
    }

    private ScanOutcome scan(Cancellation cancellation) {
        Octets mail = Octets.of("Subject: hello\r\n\r\nhello\r\n".getBytes(US_ASCII));
        // each time a digest of its own, or the verdict would be used again
        String sha256 = String.format("%064x", SCANS.incrementAndGet());
        ScanPlan plan = new ScanPlan(List.of(), EngineMode.FIRST, LONG);
        return coordinator.scan(mail, sha256, plan, Deadline.after(LONG), cancellation);
    }
}
