// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.api.scan.Verdict.CLEAN;
import static org.postern.api.scan.Verdict.FAILED;
import static org.postern.api.scan.Verdict.INFECTED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.postern.api.scan.Scanner;
import org.postern.api.spool.Octets;

/** A scanner serves many at once, outlives its engine's faults, knows what it is, and leaves nothing behind. */
abstract class ServiceContract extends GivingUpContract {
    private static final Duration INFO = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(15);
    private static final Duration END_OF_THREADS = Duration.ofSeconds(5);

    /** At once. */
    static final int SCANS = 100;

    protected abstract int concurrency();

    protected abstract Optional<Fault> outage();

    protected abstract List<Fault> garbage();

    protected abstract boolean belongsToScanner(Thread thread);

    @Test
    final void answersAHundredScansAtOnceEachWithItsOwnVerdict() throws Exception {
        Scanner one = given();
        for (int first = 0; first < SCANS; first += concurrency()) {
            List<Call> calls = new ArrayList<>();
            for (int i = first; i < Math.min(SCANS, first + concurrency()); i++) {
                calls.add(
                        i % 2 == 0
                                ? Call.begin(one, "clean content " + i, new LongText(1000L * i), patience())
                                : Call.begin(one, "EICAR " + i, Octets.of(Samples.eicar(i / 2)), patience()));
            }
            for (int i = 0; i < calls.size(); i++) {
                Answer answer = calls.get(i).await();
                answer.is(
                        (first + i) % 2 == 0 ? CLEAN : INFECTED,
                        "many threads call the scanner at once, and each gets the verdict on its own content");
                calls.get(i).leftNothingOpen();
            }
        }
    }

    @TestFactory
    final Stream<DynamicTest> callsNothingCleanWhileTheEngineFailsAndRecovers() {
        List<Fault> faults = new ArrayList<>(garbage());
        outage().ifPresent(faults::add);
        return faults.stream().map(fault -> DynamicTest.dynamicTest(fault.name(), () -> alone(() -> outlives(fault))));
    }

    private void outlives(Fault fault) throws Exception {
        worksAsBefore("the start");
        fault.begin().run();
        try {
            scan("a harmless line, while the engine's fault is: " + fault.name(), Samples.harmless())
                    .is(FAILED, "whatever is no answer of an engine is none, and another try may succeed");
            scan("the EICAR test file, while the engine's fault is: " + fault.name(), Samples.eicar(0))
                    .is(FAILED, "whatever is no answer of an engine is none, and another try may succeed");
        } finally {
            fault.end().run();
        }
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (scan("a harmless line", Samples.harmless()).verdict() != CLEAN && end - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
        worksAsBefore("the engine recovered from: " + fault.name());
    }

    @Test
    final void saysWhatItIsAndSaysTheSameUntilItsDataChange() throws Exception {
        Scanner one = given();
        long began = System.nanoTime();
        EngineInfo info = one.info();
        EngineInfo again = one.info();

        assertTrue(
                System.nanoTime() - began < INFO.multipliedBy(2).toNanos(),
                "The contract wants info() to take a second or two, since the start of the gateway waits for it.");
        assertFalse(
                info.product().isBlank(),
                "The contract wants info() to name the product, since administrators see it. It is blank.");
        assertEquals(
                info.dataVersion(),
                again.dataVersion(),
                "The contract wants the same dataVersion until the signatures change, since verdicts are used again"
                        + " only as long as it is the same; it is empty if it cannot be told.");
    }

    @Test
    final void hasOneLineOfAdviceOrNoneForEveryGap() throws Exception {
        for (Gap gap : Gap.values()) {
            String advice = given().advice(gap);

            assertTrue(
                    advice != null && advice.lines().count() <= 1,
                    "The contract wants one line of advice on " + gap
                            + ", or an empty text, since it becomes part of a line" + " of the log. It is: " + advice);
        }
    }

    @Test
    final void leavesNoThreadBehindWhenItIsClosed() throws Exception {
        Newcomers threads = new Newcomers();
        Scanner one = given();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < Math.min(8, concurrency()); i++) {
            calls.add(Call.begin(one, "clean content " + i, new LongText(1000), patience()));
        }
        for (Call call : calls) {
            call.await().is(CLEAN, "there is nothing in it");
        }

        closeScanner();

        threads.areGoneWithin(END_OF_THREADS, this::belongsToScanner);
    }
}
