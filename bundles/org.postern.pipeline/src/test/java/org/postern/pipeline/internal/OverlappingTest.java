// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.policy.Action;
import org.postern.api.policy.Finding;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.ScanService;
import org.postern.api.scan.Unpacking;
import org.postern.api.spool.Octets;

/** What a message of one part costs in time while the machine has nothing else to do. */
@Timeout(30)
class OverlappingTest {
    private static final String MESSAGE = "Subject: hello\r\n\r\nbody\r\n";

    private final Mill mill = new Mill();
    private final CyclicBarrier both = new CyclicBarrier(2);

    OverlappingTest() {
        mill.crew = new Crew(4, 2);
    }

    @AfterEach
    void close() {
        mill.crew.close();
    }

    @Test
    void scansTheWholeMessageAndItsPartAtTheSameTime() {
        mill.scanners = answering((text, plan) -> ScanResult.clean());

        Processing processing = mill.process(MESSAGE).processing();

        assertThat(processing.action()).isEqualTo(Action.PASSED);
        assertThat(processing.findings()).extracting(Finding::object).containsExactly("0", "raw");
    }

    @Test
    void leavesToThePartWhatWasFoundInBoth() {
        mill.scanners = answering((text, plan) -> text.contains("bad") ? TextScanner.INFECTED : ScanResult.clean());

        Processing processing =
                mill.process(MESSAGE.replace("body", "bad body")).processing();

        assertThat(processing.action()).isEqualTo(Action.REPLACED);
        assertThat(processing.findings()).extracting(Finding::object).containsExactly("0", "raw");
    }

    @Test
    void waitsForAnEngineAtTheSameTime() {
        mill.profile.engineWait = Duration.ofMillis(1);
        mill.scanners = answering((text, plan) -> {
            assertThat(plan.engineWait()).isPositive();
            return ScanResult.failed("no engine is there");
        });

        assertThat(mill.process(MESSAGE).refusal()).isEqualTo(Refusal.SCAN_FAILED);
    }

    /** An engine. */
    private interface Answer {
        ScanResult to(String text, ScanPlan plan);
    }

    /** Each scan waits for another one. */
    private ScanService answering(Answer answer) {
        return new ScanService() {
            @Override
            public ScanOutcome scan(
                    Octets content,
                    String sha256,
                    ScanPlan plan,
                    Deadline deadline,
                    Cancellation cancellation,
                    Unpacking unpacking) {
                try {
                    both.await(10, SECONDS);
                } catch (Exception alone) {
                    throw new IllegalStateException(alone);
                }
                ScanResult result = answer.to(TextScanner.text(content), plan);
                return new ScanOutcome(
                        result, Optional.of("test"), List.of(new ScanOutcome.Answer("test", result, false)));
            }

            @Override
            public List<EngineState> engines() {
                return List.of();
            }
        };
    }
}
