// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.Mail.base64Part;
import static org.postern.pipeline.internal.Mail.lines;
import static org.postern.pipeline.internal.Mail.multipart;
import static org.postern.pipeline.internal.Mail.part;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.policy.Action;
import org.postern.api.policy.Refusal;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;

/** What leaves is looked at like what came. */
class RecheckingTest {
    private static final String CLEAN = part("text/plain", "nothing here");
    private static final String WHOLE_BODY = lines("From: a@example.org", "Subject: Hello", "MIME-Version: 1.0")
            + PlainNotices.FIELDS + "X-Kept: yes\r\n\r\n" + PlainNotices.body("Test.Worm");

    private final Mill mill = new Mill();

    @Test
    void replacesTheWholeBodyWhenSomethingIsLeftAfterTheParts() {
        mill.scanner.says(ScanResult.infected("Other.Worm"), "X-Part: kept\r\n\r\nnothing");

        Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("v", VIRUS)));

        assertThat(result.text()).isEqualTo(WHOLE_BODY);
        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
    }

    @Test
    void refusesForGoodWhatIsInfectedOutsideOfTheBody() {
        mill.scanner.says(ScanResult.infected("Header.Worm"), "X-Kept: yes");

        Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("v", VIRUS)));

        assertThat(result.refusal()).isEqualTo(Refusal.NOT_REPLACEABLE);
        assertThat(mill.quarantine.kept()).hasSize(1);
    }

    @Test
    void refusesForGoodWhatCannotBeScannedOutsideOfTheBody() {
        mill.scanner.says(ScanResult.unscannable(UnscannableReason.DAMAGED, ""), "X-Kept: yes");

        Mill.Result result = mill.process(multipart("b", CLEAN));

        assertThat(result.refusal()).isEqualTo(Refusal.NOT_REPLACEABLE);
    }

    /** The message has a preamble, two parts and an epilogue; with itself that makes five scans before the check. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8, 9})
    void putsOffWhenTheEngineFailsAtTheCheck(int working) {
        mill.scanner.failAfter(working);

        Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("v", VIRUS)));

        assertThat(result.refusal()).isEqualTo(Refusal.SCAN_FAILED);
    }

    @ParameterizedTest
    @EnumSource(ScannerFailure.class)
    void neverRefusesForGoodBecauseAnEngineFails(ScannerFailure setting) {
        mill.profile.onScannerFailure = setting;
        for (int working = 0; working < 40; working++) {
            mill.scanner.scanned().clear();
            mill.scanner.failAfter(working);

            Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("v", VIRUS)));

            if (result.delivered().isEmpty()) {
                assertThat(result.refusal()).as("after %s scans", working).isEqualTo(Refusal.SCAN_FAILED);
            } else {
                assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
            }
        }
    }

    @Test
    void neverDeliversWhatWasFoundHoweverEnginesFailLater() {
        for (int working = 0; working < 40; working++) {
            mill.scanner.scanned().clear();
            mill.scanner.failAfter(working);

            Mill.Result result = mill.process(multipart("b", part("text/plain", VIRUS), base64Part("v", VIRUS)));

            assertThat(result.delivered().orElse("")).doesNotContain(VIRUS).doesNotContain(Mail.base64(VIRUS));
        }
    }

    @Test
    void looksAtTheRewrittenMessageAsAWhole() {
        Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("v", VIRUS)));

        assertThat(mill.scanner.scanned()).contains(result.text());
    }
}
