// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanOutcome.Answer;
import org.postern.api.scan.ScanPlan;

/** One content, looked at by the engines of a plan. */
final class ScanRound {
    private static final Duration GRACE = Duration.ofMillis(100);

    private final EngineRoom room;
    private final ScanThreads threads;
    private final SelfTests selfTests;
    private final Verdicts verdicts;
    private final ScanPlan plan;
    private final VendorCall.Content content;
    private final Cancellation givenUp;

    ScanRound(
            EngineRoom room,
            ScanThreads threads,
            SelfTests selfTests,
            Verdicts verdicts,
            ScanPlan plan,
            VendorCall.Content content,
            Cancellation givenUp) {
        this.room = room;
        this.threads = threads;
        this.selfTests = selfTests;
        this.verdicts = verdicts;
        this.plan = plan;
        this.content = content;
        this.givenUp = givenUp;
    }

    ScanOutcome scan() throws Exception {
        if (plan.mode() == EngineMode.FIRST) {
            return errand(plan.engines());
        }
        List<String> names = plan.engines().isEmpty()
                ? namesOfAll()
                : plan.engines().stream().distinct().toList();
        return names.size() < 2 ? errand(names) : all(names);
    }

    private ScanOutcome errand(List<String> names) throws Exception {
        Errand errand = new Errand(room, threads, selfTests, verdicts, names, plan.engineWait(), content);
        return GivingUp.interrupts(givenUp, errand::run);
    }

    /**
     * Those that are there count, in service or not: a profile that names none must not go on with the weakest engine
     * alone because the others are down. None at all: the errand waits for any.
     */
    private List<String> namesOfAll() {
        List<Engine> there = room.all();
        return there.size() == 1
                ? List.of(there.get(0).name())
                : there.stream().map(Engine::name).distinct().toList();
    }

    private ScanOutcome all(List<String> names) throws Exception {
        List<FutureTask<ScanOutcome>> others = new ArrayList<>();
        for (String name : names.subList(1, names.size())) {
            FutureTask<ScanOutcome> task = new FutureTask<>(() -> errand(List.of(name)));
            others.add(task);
            start(task);
        }
        List<ScanOutcome> outcomes = new ArrayList<>();
        outcomes.add(errand(names.subList(0, 1)));
        for (FutureTask<ScanOutcome> other : others) {
            outcomes.add(join(other));
        }
        return strongest(names, outcomes);
    }

    private void start(FutureTask<ScanOutcome> task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            task.cancel(false);
        }
    }

    private ScanOutcome join(FutureTask<ScanOutcome> task) throws InterruptedException {
        if (task.isCancelled()) {
            return Errand.failed("too many scans at once");
        }
        try {
            Duration left = content.deadline().remaining();
            Duration patience = left.isNegative() ? GRACE : left.plus(GRACE);
            return GivingUp.interrupts(givenUp, () -> task.get(patience.toNanos(), NANOSECONDS));
        } catch (TimeoutException late) {
            return Errand.failed("no answer in time");
        } catch (ExecutionException broken) {
            return Errand.failed("went wrong: " + broken.getCause());
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception impossible) {
            throw new AssertionError("get throws nothing else", impossible);
        }
    }

    private static ScanOutcome strongest(List<String> names, List<ScanOutcome> outcomes) {
        List<Answer> answers = new ArrayList<>();
        Optional<ScanOutcome> strongest = Optional.empty();
        for (int i = 0; i < names.size(); i++) {
            ScanOutcome outcome = outcomes.get(i);
            if (outcome.answers().isEmpty()) {
                answers.add(new Answer(names.get(i), outcome.result(), false));
            }
            answers.addAll(outcome.answers());
            strongest = Optional.of(strongest.map(so -> stronger(so, outcome)).orElse(outcome));
        }
        ScanOutcome found = strongest.orElseThrow();
        return new ScanOutcome(found.result(), found.engine(), answers);
    }

    private static ScanOutcome stronger(ScanOutcome one, ScanOutcome other) {
        return one.result().verdict().or(other.result().verdict())
                        == one.result().verdict()
                ? one
                : other;
    }
}
