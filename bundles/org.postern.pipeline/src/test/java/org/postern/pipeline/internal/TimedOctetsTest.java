// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.pipeline.internal.Mail.base64Part;
import static org.postern.pipeline.internal.Mail.multipart;
import static org.postern.pipeline.internal.Mail.part;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.policy.Action;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Refusal;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.policy.Treatment;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;
import org.postern.api.spool.SpooledMessage;

/** T20: reading ends with the time of the message. */
@Timeout(30)
class TimedOctetsTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Mill mill = new Mill();
    private final MimeReader real = mill.mime;
    private final String message = multipart("b", part("text/plain", "hello"), base64Part("v", VIRUS));

    /** As a loop in a reader that never ends. */
    private static void readForEver(Octets octets) throws IOException {
        while (true) {
            try (InputStream in = octets.open()) {
                in.readAllBytes();
            }
        }
    }

    private void readsMessagesForEver() {
        mill.mime = new MimeReader() {
            @Override
            public MessageStructure read(Octets octets) throws IOException {
                readForEver(octets);
                return real.read(octets);
            }

            @Override
            public InputStream decode(Part part) throws IOException {
                return real.decode(part);
            }
        };
    }

    @Test
    void putsOffWhatTheReaderDoesNotEndWith() {
        mill.profile.deadline = SHORT;
        readsMessagesForEver();

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.SCAN_FAILED);
    }

    @Test
    void endsWhenNobodyWaitsAnyMore() {
        readsMessagesForEver();
        mill.cancellation.cancel();

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.SCAN_FAILED);
    }

    @Test
    void passesItWhereTheProfileObserves() {
        mill.profile.deadline = SHORT;
        mill.profile.mode = Mode.OBSERVE;
        readsMessagesForEver();

        Mill.Result result = mill.process(message);

        assertThat(result.processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
        assertThat(result.text()).isEqualTo(message);
    }

    /** What an engine found in the same part counts though nobody could look into it as a container. */
    @Test
    void neverPassesWhatWasFoundBeforeTheTimeWasOver() {
        mill.profile.deadline = SHORT;
        mill.profile.onScannerFailure = ScannerFailure.TREAT_AS_UNSCANNABLE;
        mill.profile.overrides.put(UnscannableReason.LIMITS, Treatment.ALLOW);
        mill.containers = (content, unpacking, deadline, visitor) -> {
            if (TextScanner.text(content).contains(VIRUS)) {
                readForEver(content);
            }
            return Optional.empty();
        };

        Mill.Result result = mill.process(message);

        assertThat(result.delivered().orElse("")).doesNotContain(Mail.base64(VIRUS));
    }

    /** The engine is not blamed for it. */
    @Test
    void namesItselfForWhatItDidNotGetToRead() {
        mill.profile.deadline = SHORT;
        mill.containers = (content, unpacking, deadline, visitor) -> {
            readForEver(content);
            return Optional.empty();
        };

        List<Finding> findings = mill.process(multipart("b", part("text/plain", "hello")))
                .processing()
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.engine().equals(Examination.READER))
                .extracting(Finding::result)
                .contains(ScanResult.failed("no time left to read it"));
    }

    @Test
    void readsOctetsInTime() throws IOException {
        try (SpooledMessage spooled = mill.spool.message(message.getBytes(US_ASCII))) {
            TimedOctets timed = new TimedOctets(spooled, mill.item(spooled));

            assertThat(TextScanner.text(timed)).isEqualTo(message);
            assertThat(timed.open(1, 1).read()).isEqualTo(message.charAt(1));
        }
    }

    @Test
    void throwsWhenATimeIsOverThatWasNotWhenItWasOpened() throws IOException {
        try (SpooledMessage spooled = mill.spool.message(message.getBytes(US_ASCII))) {
            MailItem item = mill.item(spooled);
            InputStream in = new TimedOctets(spooled, item).open();
            assertThat(in.read()).isEqualTo('F');

            mill.cancellation.cancel();

            assertThatThrownBy(in::readAllBytes).isInstanceOf(LateException.class);
            assertThatThrownBy(() -> new TimedOctets(spooled, item).open().read())
                    .isInstanceOf(LateException.class);
        }
    }

    /** A reader that is too slow for a message, and not one that had no time, is failed by the message's own fault. */
    @Test
    void countsAsTheMessagesFaultWhenThereWasTimeEnough() throws IOException {
        mill.profile.deadline = Duration.ofNanos(1);
        UnreadableException late = lateness();
        for (Duration took : List.of(Duration.ofSeconds(19), Duration.ofSeconds(20))) {
            try (SpooledMessage spooled = mill.spool.message((message + took).getBytes(US_ASCII))) {
                MailItem item = mill.item(spooled);
                for (int i = 0; i < 3; i++) {
                    mill.nanos += Duration.ofSeconds(1).toNanos();
                    try (SpooledMessage other = mill.spool.message(("other" + i).getBytes(US_ASCII))) {
                        mill.faults.read(mill.item(other), List.of());
                    }
                    mill.nanos += Duration.ofSeconds(1).toNanos();
                    assertThat(mill.faults.judge(item, late, Optional.empty(), took))
                            .as("engines have no time left now")
                            .isEqualTo(OwnFaults.Blame.UNKNOWN);
                }
                assertThat(mill.faults.isUnreadable(item)).isEqualTo(took.toSeconds() == 20);
            }
        }
    }

    private static UnreadableException lateness() {
        try {
            UnreadableException.instead(() -> {
                throw new IOException(new LateException("of the test"));
            });
        } catch (UnreadableException late) {
            return late;
        } catch (IOException other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("nothing was thrown");
    }
}
