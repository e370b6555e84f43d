// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.Mail.base64Part;
import static org.postern.pipeline.internal.Mail.lines;
import static org.postern.pipeline.internal.Mail.multipart;
import static org.postern.pipeline.internal.Mail.part;
import static org.postern.pipeline.internal.Mail.replacedBase64Part;
import static org.postern.pipeline.internal.Mail.replacedPart;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.api.policy.Action;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Original;
import org.postern.api.policy.QuarantineFailure;
import org.postern.api.policy.Refusal;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.policy.Treatment;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;
import org.postern.api.session.Protocol;

/** What the profile decides about what was found. */
class DecidingTest {
    private static final String LOCKED = "locked-with-a-password";
    private static final String BROKEN = "this-breaks-the-engine";
    private static final String CLEAN = part("text/plain", "nothing here");

    private final Mill mill = new Mill();

    @Nested
    class WhenOnlyTheBeginningIsThere {
        @Test
        void passesWhatIsCutOffAndSoCannotBeScanned() {
            mill.extent = Extent.BEGINNING;
            mill.profile.unscannable = Treatment.DENY;
            mill.profile.ambiguous = Treatment.DENY;
            mill.scanner.says(ScanResult.unscannable(UnscannableReason.DAMAGED, "breaks off"), LOCKED);
            String message = multipart("b", CLEAN, base64Part("a.zip", LOCKED));

            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(message);
            assertThat(result.processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
            assertThat(mill.quarantine.kept()).isEmpty();
        }

        /** T14: a short message comes whole by TOP. */
        @Test
        void treatsWhatIsNotForBeingCutOffAsTheProfileSays() {
            mill.extent = Extent.BEGINNING;
            mill.profile.unscannable = Treatment.DENY;
            mill.scanner.says(ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "password"), LOCKED);

            Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("a.zip", LOCKED)));

            assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        }

        @Test
        void replacesMalwareButKeepsNoCopyOfAFragment() {
            mill.extent = Extent.BEGINNING;
            mill.scanner.says(ScanResult.infected("Worm"), LOCKED);

            Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("a.zip", LOCKED)));

            assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
            assertThat(result.text()).doesNotContain(base64Part("a.zip", LOCKED));
            assertThat(mill.quarantine.kept()).isEmpty();
        }
    }

    @Nested
    class WhenAPartIsUnscannable {
        @ParameterizedTest
        @EnumSource(UnscannableReason.class)
        void replacesItWhereTheReasonIsDenied(UnscannableReason reason) {
            mill.scanner.says(ScanResult.unscannable(reason, "detail"), LOCKED);
            mill.profile.unscannable = Treatment.ALLOW;
            mill.profile.overrides.put(reason, Treatment.DENY);
            mill.profile.quarantine = false;

            Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("a.zip", LOCKED)));

            assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedBase64Part(reason.key())));
            assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
            assertThat(mill.quarantine.kept()).as("denied is always kept").hasSize(1);
        }

        @ParameterizedTest
        @EnumSource(UnscannableReason.class)
        void passesItWhereTheReasonIsAllowed(UnscannableReason reason) {
            mill.scanner.says(ScanResult.unscannable(reason, "detail"), LOCKED);
            mill.profile.overrides.put(reason, Treatment.ALLOW);
            String message = multipart("b", CLEAN, base64Part("a.zip", LOCKED));

            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(message);
            assertThat(result.processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
            assertThat(result.processing().findings())
                    .anyMatch(finding -> finding.result().reason().equals(Optional.of(reason)));
        }

        @Test
        void replacesOnlyItThoughTheRawScanSaysTheSame() {
            mill.scanner.says(ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "detail"), LOCKED);

            Mill.Result result = mill.process(multipart("b", CLEAN, part("text/plain", LOCKED)));

            assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedPart("encryptedArchive")));
            assertThat(result.processing().findings())
                    .filteredOn(finding -> finding.object().equals("raw"))
                    .extracting(finding -> finding.result().verdict())
                    .containsExactly(Verdict.UNSCANNABLE);
        }

        @Test
        void replacesTheWholeBodyWhenOnlyTheRawScanSaysSo() {
            String apart = "half-and--b\r\n";
            mill.mime =
                    new OneMessageUnscannable(mill.mime, multipart("b", CLEAN).length(), UnscannableReason.PARTIAL);

            Mill.Result result = mill.process(multipart("b", CLEAN));

            assertThat(result.text())
                    .isEqualTo(lines("From: a@example.org", "Subject: Hello", "MIME-Version: 1.0") + PlainNotices.FIELDS
                            + "X-Kept: yes\r\n\r\n" + PlainNotices.body("partial"))
                    .doesNotContain(apart);
        }

        @Test
        void replacesAContainerThatCannotBeOpened() {
            mill.containers = (content, unpacking, deadline, visitor) ->
                    TextScanner.text(content).equals(LOCKED)
                            ? Optional.of(new Unscannable(UnscannableReason.DAMAGED, "breaks off"))
                            : Optional.empty();

            Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("a.zip", LOCKED)));

            assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedBase64Part("damaged")));
        }

        @Test
        void replacesAPartThatIsTooLargeAndNothingElse() {
            mill.profile.maxScanBytes = 1000;
            String large = "x".repeat(2000);

            Mill.Result result = mill.process(multipart("b", CLEAN, part("text/plain", large)));

            assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedPart("tooLarge")));
            assertThat(mill.scanner.scanned()).noneMatch(text -> text.length() > 1000);
        }
    }

    @Nested
    class WhenTheEngineFails {
        private final String message = multipart("b", CLEAN, base64Part("a", BROKEN));

        WhenTheEngineFails() {
            mill.scanner.says(ScanResult.failed("timed out"), BROKEN);
        }

        @Test
        void defers() {
            Mill.Result result = mill.process(message);

            assertThat(result.refusal()).isEqualTo(Refusal.SCAN_FAILED);
            assertThat(result.processing().action()).isEqualTo(Action.REFUSED);
            assertThat(mill.quarantine.kept()).isEmpty();
        }

        @Test
        void defersThoughAnotherPartIsDenied() {
            mill.scanner.says(ScanResult.unscannable(UnscannableReason.DAMAGED, ""), LOCKED);

            Mill.Result result = mill.process(multipart("b", base64Part("z", LOCKED), base64Part("a", BROKEN)));

            assertThat(result.refusal()).isEqualTo(Refusal.SCAN_FAILED);
        }

        @Test
        void passesWhenTheProfileTreatsItAsUnscannableAndAllowsLimits() {
            mill.profile.onScannerFailure = ScannerFailure.TREAT_AS_UNSCANNABLE;
            mill.profile.overrides.put(UnscannableReason.LIMITS, Treatment.ALLOW);

            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(message);
            assertThat(result.processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
        }

        @Test
        void replacesWhenTheProfileTreatsItAsUnscannableAndDeniesLimits() {
            mill.profile.onScannerFailure = ScannerFailure.TREAT_AS_UNSCANNABLE;

            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedBase64Part("scanFailed")));
            assertThat(mill.quarantine.kept()).containsExactly(message);
        }

        @Test
        void replacesTheWholeBodyWhenThereIsNoEngineAtAllAndTheProfileWaitsForNone() {
            mill.profile.onScannerFailure = ScannerFailure.TREAT_AS_UNSCANNABLE;
            mill.scanner.failAfter(0);

            Mill.Result result = mill.process(message);

            assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
            assertThat(result.text()).doesNotContain(Mail.base64(BROKEN)).doesNotContain(CLEAN);
            assertThat(mill.quarantine.kept()).containsExactly(message);
        }

        @Test
        void doesNotLetAFailureHideThatTheSamePartIsDenied() {
            mill.profile.onScannerFailure = ScannerFailure.TREAT_AS_UNSCANNABLE;
            mill.profile.overrides.put(UnscannableReason.LIMITS, Treatment.ALLOW);
            mill.containers = (content, unpacking, deadline, visitor) ->
                    TextScanner.text(content).equals(BROKEN)
                            ? Optional.of(new Unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "a password"))
                            : Optional.empty();

            Mill.Result result = mill.process(message);

            assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
            assertThat(result.text()).doesNotContain(Mail.base64(BROKEN));
        }

        @Test
        void replacesAllTheSameWhenAnotherPartIsInfected() {
            Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("v", VIRUS), base64Part("a", BROKEN)));

            assertThat(result.text())
                    .isEqualTo(
                            multipart("b", CLEAN, replacedBase64Part("Test.Worm"), replacedBase64Part("scanFailed")));
        }
    }

    @Nested
    class WhenTheProfileObserves {
        WhenTheProfileObserves() {
            mill.profile.mode = Mode.OBSERVE;
            mill.profile.subjectPrefix = "[x]";
        }

        @Test
        void changesNothingInAnInfectedMessage() {
            String message = multipart("b", CLEAN, base64Part("v", VIRUS));

            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(message);
            assertThat(result.processing().action()).isEqualTo(Action.OBSERVED);
            assertThat(result.processing().findings())
                    .extracting(Finding::result)
                    .contains(TextScanner.INFECTED);
            assertThat(mill.quarantine.kept()).isEmpty();
        }

        @Test
        void changesNothingWhenTheEngineFails() {
            mill.scanner.failAfter(0);
            String message = multipart("b", CLEAN);

            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(message);
            assertThat(result.processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
        }
    }

    @Nested
    class WhenTheQuarantineCannotBeWritten {
        private final String message = multipart("b", CLEAN, base64Part("v", VIRUS));

        WhenTheQuarantineCannotBeWritten() {
            mill.quarantine.breakDown();
        }

        @Test
        void defers() {
            assertThat(mill.process(message).refusal()).isEqualTo(Refusal.QUARANTINE_FAILED);
        }

        @Test
        void replacesForOneWhoFetchesAndWantsTheOriginalToStay() { // T24
            mill.protocol = Protocol.POP3;

            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedBase64Part("Test.Worm")));
            assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
            assertThat(result.processing().quarantined()).isEmpty();
            assertThat(result.original()).isEqualTo(Original.MUST_STAY);
        }

        @Test
        void replacesAllTheSameWhereTheProfileSaysSo() {
            mill.profile.onQuarantineFailure = QuarantineFailure.REPLACE;

            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedBase64Part("Test.Worm")));
            assertThat(result.original()).isEqualTo(Original.MAY_GO);
            assertThat(result.processing().quarantined()).isEmpty();
            assertThat(mill.notices.written().get(0).quarantineId()).isEmpty();
        }

        @Test
        void isNotAskedForAnInfectedMessageThatIsNotToBeKept() {
            mill.profile.quarantine = false;

            assertThat(mill.process(message).processing().action()).isEqualTo(Action.REPLACED);
        }
    }

    @Nested
    class WhenAMessageCanBeReadInSeveralWays {
        private final String message = lines(
                "Content-Type: multipart/mixed; boundary=a",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--a",
                "",
                "one",
                "--b",
                "",
                "two",
                "--a--",
                "--b--");

        @Test
        void passesItWhereThatIsAllowed() {
            Mill.Result result = mill.process(message);

            assertThat(result.text()).isEqualTo(message);
            assertThat(result.processing().ambiguities()).isNotEmpty();
        }

        @Test
        void replacesTheWholeBodyWhereThatIsDenied() {
            mill.profile.ambiguous = Treatment.DENY;

            Mill.Result result = mill.process(message);

            assertThat(result.text())
                    .isEqualTo("MIME-Version: 1.0\r\n" + PlainNotices.FIELDS + "\r\n"
                            + PlainNotices.body("tooManyReadings"));
            assertThat(mill.quarantine.findings())
                    .extracting(finding -> finding.result().text())
                    .anyMatch(text -> text.startsWith("ambiguous"));
        }

        @Test
        void removesMalwareFromEachReading() {
            Mill.Result first = mill.process(message.replace("one", VIRUS));
            Mill.Result second = mill.process(message.replace("two", VIRUS));

            assertThat(first.text()).doesNotContain(VIRUS);
            assertThat(second.text()).doesNotContain(VIRUS);
        }
    }

    @Test
    void keepsTheUnmodifiedOriginalBeforeItDelivers() {
        String message = multipart("b", CLEAN, base64Part("v", VIRUS));

        Mill.Result result = mill.process(message);

        assertThat(mill.quarantine.kept()).containsExactly(message);
        assertThat(mill.quarantine.findings()).isEqualTo(result.processing().findings());
    }

    @Test
    void doesNotLookWhereTheProfileDoesNotScan() {
        mill.profile.scanSmtp = false;
        String message = multipart("b", base64Part("v", VIRUS));

        Mill.Result result = mill.process(message);

        assertThat(result.text()).isEqualTo(message);
        assertThat(result.processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
        assertThat(mill.scanner.scanned()).isEmpty();
    }

    @Test
    void asksTheProfileByProtocol() {
        mill.profile.scanSmtp = false;
        mill.protocol = Protocol.POP3;

        assertThat(mill.process(multipart("b", base64Part("v", VIRUS)))
                        .processing()
                        .action())
                .isEqualTo(Action.REPLACED);
    }
}
