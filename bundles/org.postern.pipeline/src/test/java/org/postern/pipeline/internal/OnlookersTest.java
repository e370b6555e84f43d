// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.Mail.base64Part;
import static org.postern.pipeline.internal.Mail.multipart;
import static org.postern.pipeline.internal.Mail.part;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postern.api.mime.MessageStructure;
import org.postern.api.policy.Action;
import org.postern.api.policy.Finding;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanOutcome.Answer;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/** An engine that takes messages apart itself is not asked about parts without need. */
class OnlookersTest {
    private static final String CLEAN = part("text/plain", "nothing here");

    @Nested
    class WhenTheEngineTakesMessagesApart {
        private final Mill mill = new Mill();

        WhenTheEngineTakesMessagesApart() {
            mill.scanner.unpacksMail = true;
        }

        @Test
        void asksItOnceAboutAPlainMessage() {
            String message = multipart("b", CLEAN, base64Part("a.zip", "harmless"));

            Mill.Result result = mill.process(message);

            assertThat(mill.scanner.scanned()).containsExactly(message);
            assertThat(result.processing().action()).isEqualTo(Action.PASSED);
            assertThat(result.processing().findings())
                    .extracting(Finding::object, Finding::engine)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("1", "test"),
                            org.assertj.core.groups.Tuple.tuple("2", "test"));
        }

        @Test
        void asksAboutThePartsToLocateAHit() {
            mill.scanner.says(ScanResult.infected("Worm"), "harmful").says(ScanResult.infected("Worm"), "aGFybWZ1bA");

            Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("a.zip", "harmful")));

            assertThat(mill.scanner.scanned()).contains("nothing here", "harmful");
            assertThat(result.text()).contains(CLEAN).doesNotContain("a.zip");
        }

        @Test
        void asksAboutThePartsOfAMessageThatCanBeReadInTwoWays() {
            String message = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"
                    + "Content-Transfer-Encoding: 7bit\r\n\r\naGFybWxlc3M=\r\n";

            mill.process(message);

            assertThat(mill.scanner.scanned()).contains(message, "harmless");
        }

        @Test
        void asksAboutWhatHadToBeUnwrapped() {
            String message = "Subject: x\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n";

            mill.process(message);

            assertThat(mill.scanner.scanned()).contains(message, "Cat");
        }
    }

    private final List<Answer> answers = new ArrayList<>();

    private OnlookersTest answer(String engine, ScanResult result, boolean unpacksMail) {
        answers.add(new Answer(engine, result, unpacksMail, false));
        return this;
    }

    private Optional<List<String>> others(EngineMode mode, String... named) {
        ScanPlan plan = new ScanPlan(List.of(named), mode, Duration.ofSeconds(1));
        ScanOutcome ofWhole = new ScanOutcome(ScanResult.clean(), Optional.empty(), answers);
        Mill mill = new Mill();
        try (var message =
                        mill.spool.message(multipart("b", CLEAN).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                MessageStructure plain = mill.mime.read(message)) {
            return Onlookers.after(ofWhole, plan, plain).plan().map(ScanPlan::engines);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void asksTheOthersWhereAllShallLook() {
        answer("a", ScanResult.clean(), true).answer("b", ScanResult.clean(), false);

        assertThat(others(EngineMode.ALL)).contains(List.of("b"));
        assertThat(others(EngineMode.ALL, "b", "a")).contains(List.of("b"));
    }

    @Test
    void asksNobodyWhereTheFirstOneCounts() {
        answer("a", ScanResult.failed("away"), true).answer("b", ScanResult.clean(), true);

        assertThat(others(EngineMode.FIRST, "a", "b")).isEmpty();
    }

    @Test
    void asksWhoeverDidNotSayClean() {
        for (Verdict verdict : List.of(Verdict.INFECTED, Verdict.FAILED, Verdict.UNSCANNABLE)) {
            ScanResult result = switch (verdict) {
                case INFECTED -> ScanResult.infected("Worm");
                case FAILED -> ScanResult.failed("away");
                default -> ScanResult.unscannable(org.postern.api.scan.UnscannableReason.LIMITS, "deep");
            };
            answers.clear();
            answer("a", result, true);

            assertThat(others(EngineMode.ALL)).contains(List.of());
            assertThat(others(EngineMode.FIRST)).contains(List.of());
        }
    }
}
