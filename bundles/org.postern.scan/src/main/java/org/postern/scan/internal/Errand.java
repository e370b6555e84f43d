// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.time.Duration;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanOutcome.Answer;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Verdict;
import org.postern.swap.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one answer out of one engine, or out of the first of several that gives one: waits for it, waits for a place,
 * calls, tries again when it leaves or its connection breaks off in the middle (T35), and goes on to the next when it fails (T20). Runs on the thread
 * that wants the answer.
 */
final class Errand {
    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);

    private final EngineRoom room;
    private final ScanThreads threads;
    private final SelfTests selfTests;
    private final Verdicts verdicts;
    private final List<String> names;
    private final Duration engineWait;
    private final VendorCall.Content content;

    private final Map<Engine, Failure> failures = new IdentityHashMap<>(2);

    /**
     * An engine failed.
     *
     * @param epoch of its health at that time: once it is back in service it may be asked again
     * @param test finds out whether it is fit for use, since the failure may be the content's fault
     * @param mayRepeat whether it may be asked once more when it is fit: it may have been restarted just then
     */
    private record Failure(int epoch, CompletableFuture<Void> test, boolean mayRepeat) {
        boolean holds(Health health) {
            return epoch == health.epoch() && !(mayRepeat && test.isDone());
        }
    }

    /** The latest of each engine, who answered last at the end. */
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    /** @param names in order of preference; empty for any */
    Errand(
            EngineRoom room,
            ScanThreads threads,
            SelfTests selfTests,
            Verdicts verdicts,
            List<String> names,
            Duration engineWait,
            VendorCall.Content content) {
        this.room = room;
        this.threads = threads;
        this.selfTests = selfTests;
        this.verdicts = verdicts;
        this.names = names;
        this.engineWait = engineWait;
        this.content = content;
    }

    /** @throws InterruptedException if nobody waits for the answer any more */
    ScanOutcome run() throws InterruptedException {
        while (!content.deadline().hasPassed()) {
            List<Engine> candidates = candidates();
            if (candidates.isEmpty()) {
                if (worksButFails() || !room.await(this::isCandidate, engineWaitLeft())) {
                    break;
                }
                continue;
            }
            Engine engine = candidates.get(0);
            Deadline share = share(candidates.size());
            Verdicts.Given given = verdicts.on(engine, content.sha256(), share, () -> attempt(engine, share));
            Ending<ScanResult> ending = given.ending();
            if (ending.how() == Ending.How.DRAINED) {
                continue;
            }
            ScanResult result = ending.answer().orElseGet(() -> ScanResult.failed(ending.detail()));
            Answer answer = new Answer(engine.name(), result, given.reused());
            if (result.verdict() != Verdict.FAILED) {
                // The failures before it are made good: they must not hold the message up.
                return new ScanOutcome(result, Optional.of(engine.name()), List.of(answer));
            }
            LOG.info("engine {} failed on content {}: {}", engine.name(), content.sha256(), result.text());
            answers.remove(engine.name());
            answers.put(engine.name(), answer);
            failures.put(engine, failureOf(engine, ending));
        }
        return failure();
    }

    private List<Engine> candidates() {
        List<Engine> usable = room.usable(names);
        if (failures.isEmpty()) {
            return usable;
        }
        return usable.stream()
                .filter(this::isCandidate)
                .sorted(Comparator.comparing(failures::containsKey)) // who has not failed yet comes first
                .toList();
    }

    private boolean isCandidate(Engine engine) {
        Health health = engine.health();
        return health.isUsable()
                && (names.isEmpty() || names.contains(engine.name()))
                && (!failures.containsKey(engine) || !failures.get(engine).holds(health));
    }

    private Duration engineWaitLeft() {
        Duration left = content.deadline().remaining();
        return engineWait.compareTo(left) < 0 ? engineWait : left;
    }

    /** While there is another to try, none may use up all the time that is left. */
    private Deadline share(int candidates) {
        return content.deadline().orAfter(content.deadline().remaining().dividedBy(candidates));
    }

    private Ending<ScanResult> attempt(Engine engine, Deadline share) throws InterruptedException {
        Semaphore places = threads.places();
        boolean handedOver = false;
        if (!engine.enter(share.remaining())) {
            return Ending.not(Ending.How.BUSY, "no free place at the engine in time");
        }
        try {
            if (!places.tryAcquire(Math.max(0, share.remaining().toNanos()), TimeUnit.NANOSECONDS)) {
                return Ending.not(Ending.How.BUSY, "too many scans at once");
            }
            try {
                Optional<Lease<Engine>> lease = room.lease(engine);
                if (lease.isEmpty()) {
                    return Ending.not(Ending.How.DRAINED, "the engine left");
                }
                handedOver = true;
                return call(lease.get(), engine, places, share);
            } finally {
                if (!handedOver) {
                    places.release();
                }
            }
        } finally {
            if (!handedOver) {
                engine.leave();
            }
        }
    }

    private Ending<ScanResult> call(Lease<Engine> lease, Engine engine, Semaphore places, Deadline share)
            throws InterruptedException {
        Unpacking account = content.unpacking().of(engine.name());
        VendorCall.Content mine = new VendorCall.Content(content.octets(), content.sha256(), share, account);
        VendorCall<ScanResult> call = new VendorCall<>(lease, Scanner::scan, mine, () -> {
            places.release();
            engine.leave();
        });
        Ending<ScanResult> ending = engine.keepsDeadlines() ? call.here(threads) : call.await(threads);
        return account.isExhausted() ? ending.forThisMessage() : ending;
    }

    private Failure failureOf(Engine engine, Ending<ScanResult> ending) {
        int epoch = engine.health().epoch();
        if (ending.how() == Ending.How.BUSY) {
            return new Failure(epoch, CompletableFuture.completedFuture(null), false);
        }
        boolean first = !failures.containsKey(engine);
        // what it failed on in another way it would fail on again
        boolean lost = ending.how() == Ending.How.LOST
                || ending.answer().filter(ScanResult::isUnreachable).isPresent();
        return new Failure(epoch, selfTests.begin(engine), first && lost);
    }

    /** Whether an engine failed that is fit all the same, so that waiting is of no use. */
    private boolean worksButFails() throws InterruptedException {
        for (Map.Entry<Engine, Failure> failed : failures.entrySet()) {
            try {
                long left = Math.max(0, content.deadline().remaining().toNanos());
                failed.getValue().test().get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                return true;
            } catch (ExecutionException impossible) {
                throw new AssertionError("is never completed so", impossible);
            }
            if (failed.getKey().health().isUsable() && !isCandidate(failed.getKey())) {
                return true;
            }
        }
        return false;
    }

    private ScanOutcome failure() {
        if (answers.isEmpty()) {
            return failed(room.usable(names).isEmpty() ? room.whyNone(names) : "no time left to scan");
        }
        List<Answer> all = List.copyOf(answers.values());
        Answer last = all.get(all.size() - 1);
        return new ScanOutcome(last.result(), Optional.of(last.engine()), all);
    }

    static ScanOutcome failed(String detail) {
        return new ScanOutcome(ScanResult.failed(detail), Optional.empty(), List.of());
    }
}
