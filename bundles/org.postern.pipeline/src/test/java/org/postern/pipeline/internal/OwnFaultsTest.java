// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.Mail.base64Part;
import static org.postern.pipeline.internal.Mail.multipart;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.api.policy.Action;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Treatment;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.SpooledMessage;

/** T43: a message that an engine fails on goes out in the end; an engine that is away takes no mail with it. */
class OwnFaultsTest {
    private static final String POISON = "Crash-Of-The-Engine";

    private final Mill mill = new Mill();
    private final String message = multipart("b", base64Part("a", "harmless"), base64Part("p", POISON));

    @BeforeEach
    void engine() {
        mill.scanner.says(ScanResult.failed("the engine died"), Mail.base64(POISON));
        mill.scanner.says(ScanResult.failed("the engine died"), POISON);
    }

    private void pass(Duration time) {
        mill.nanos += time.toNanos();
    }

    private void anotherIsScanned(int number) {
        assertThat(mill.process("Subject: " + number + "\r\n\r\nother " + number + "\r\n")
                        .processing()
                        .action())
                .isEqualTo(Action.PASSED);
    }

    private boolean isRefused() {
        return mill.process(message).processing().outcome() instanceof Outcome.Refuse;
    }

    /** Between them another message is scanned. */
    private void failsTimes(int times) {
        for (int i = 0; i < times; i++) {
            anotherIsScanned(i);
            pass(Duration.ofSeconds(30));
            assertThat(isRefused()).isTrue();
            pass(Duration.ofMinutes(10));
        }
    }

    @Test
    void goesOutAsUnscannableAtTheThirdFailure() {
        failsTimes(2);
        anotherIsScanned(3);

        Mill.Result result = mill.process(message);

        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(result.text()).doesNotContain(Mail.base64(POISON));
        assertThat(mill.quarantine.kept()).containsExactly(message);
        assertThat(mill.notices.written().get(0).removed())
                .allSatisfy(removed -> assertThat(removed.infected()).isFalse());
        assertThat(mill.process(message).processing().action())
                .as("fetched again")
                .isEqualTo(Action.REPLACED);
    }

    @Test
    void passesWhereTheProfileAllowsIt() {
        mill.profile.overrides.put(UnscannableReason.LIMITS, Treatment.ALLOW);
        failsTimes(2);
        anotherIsScanned(3);

        assertThat(mill.process(message).processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
    }

    @Test
    void neverWhenTheEngineScannedNothingElseSince() {
        anotherIsScanned(1);
        for (int i = 0; i < 100; i++) {
            assertThat(isRefused()).isTrue();
            pass(Duration.ofMillis(500));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(isRefused()).isTrue();
            pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void neverWhenTheOtherScanIsLongAgo() {
        for (int i = 0; i < 10; i++) {
            anotherIsScanned(i);
            pass(Duration.ofSeconds(61));
            assertThat(isRefused()).isTrue();
        }
    }

    @Test
    void neverForTheMessagesOwnParts() {
        for (int i = 0; i < 10; i++) {
            assertThat(isRefused()).isTrue(); // of which "harmless" was scanned
        }
    }

    /** What the gateway finds by itself in other messages meanwhile says nothing of an engine. */
    @Test
    void neverWhileNoEngineIsThere() {
        anotherIsScanned(1);
        mill.scanner.away = true;
        for (int i = 0; i < 10; i++) {
            Processing empty =
                    mill.process("Subject: no body " + i + "\r\n\r\n").processing();
            assertThat(empty.outcome()).isInstanceOf(Outcome.Refuse.class);
            assertThat(isRefused()).isTrue();
            pass(Duration.ofSeconds(1));
        }
    }

    /** No engine is named where the time was over before one was asked. */
    @Test
    void goesOutAlsoWhenNoEngineGotToIt() {
        mill.scanner.forgets(POISON).forgets(Mail.base64(POISON)).unanswered = POISON;
        failsTimes(2);
        anotherIsScanned(3);

        assertThat(mill.process(message).processing().action()).isEqualTo(Action.REPLACED);
    }

    /** And so the message is read again the next time, and all of it shown to engines. */
    @Test
    void blamesTheEngineThatLeftNoTimeForTheRest() throws IOException {
        mill.scanner.unanswered = "harmless";
        failsTimes(2);
        anotherIsScanned(3);

        assertThat(mill.process(message).processing().action()).isEqualTo(Action.REPLACED);
        try (SpooledMessage spooled = mill.spool.message(message.getBytes(US_ASCII))) {
            assertThat(mill.faults.isUnreadable(mill.item(spooled))).isFalse();
        }
    }

    /** When hardly any message gets through, the machine is too slow, and no message is to blame. */
    @Test
    void neverWhenNoEngineGetsToTheOthersEither() {
        mill.scanner.forgets(POISON).forgets(Mail.base64(POISON)).unanswered = "e";
        for (int i = 0; i < 10; i++) {
            assertThat(mill.process("Subject: number " + i + "\r\n\r\n")
                            .processing()
                            .action())
                    .isEqualTo(Action.REFUSED);
            assertThat(isRefused()).isTrue();
            pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void neverWhenOtherVerdictsWereOnlyRemembered() {
        mill.scanner.remembers = true;
        failsTimes(10);
    }

    @Test
    void notForAnotherAccount() {
        failsTimes(2);
        anotherIsScanned(3);
        mill.account = "c@example.org";

        assertThat(isRefused()).isTrue();
    }

    @Test
    void notForWhatFailedBeforeYesterday() {
        failsTimes(2);
        pass(Duration.ofDays(1));
        anotherIsScanned(3);

        assertThat(isRefused()).isTrue();
    }

    @Test
    void notWhenNobodyWaitedForTheScan() {
        for (int i = 0; i < 10; i++) {
            anotherIsScanned(i);
            mill.cancellation.cancel();
            assertThat(isRefused()).isTrue();
            mill.cancellation = new Cancellation();
        }
    }

    @Test
    void neverWhereTheProfileSaysSo() {
        mill.profile.failuresUntilUnscannable = 0;
        failsTimes(10);
    }

    @Test
    void isNotCountedWhileAProfileObserves() {
        mill.profile.mode = Mode.OBSERVE;
        for (int i = 0; i < 10; i++) {
            anotherIsScanned(i);
            assertThat(mill.process(message).processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
        }
        mill.profile.mode = Mode.ENFORCE;
        assertThat(isRefused()).isTrue();
    }

    @Test
    void passesWholeOnceTheEngineCanScanIt() {
        failsTimes(2);
        anotherIsScanned(3);
        assertThat(isRefused()).isFalse();
        mill.scanner.forgets(POISON).forgets(Mail.base64(POISON));

        assertThat(mill.process(message).text()).isEqualTo(message);
    }

    @Test
    void endsWithSoManyMessagesThatItMustBeSomethingElse() {
        int given = 0;
        for (int i = 0; i < 50; i++) {
            String poisoned = multipart("b", base64Part("n", "number " + i), base64Part("p", POISON));
            for (int n = 0; n < 3; n++) {
                anotherIsScanned(i * 10 + n);
                given += mill.process(poisoned).processing().action() == Action.REPLACED ? 1 : 0;
                pass(Duration.ofSeconds(1));
            }
        }
        assertThat(given).isEqualTo(20);

        pass(Duration.ofHours(1));
        failsTimes(2);
        anotherIsScanned(1000);
        assertThat(isRefused()).isFalse();
    }
}
