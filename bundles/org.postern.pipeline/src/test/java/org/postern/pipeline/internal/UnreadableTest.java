// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.Mail.base64Part;
import static org.postern.pipeline.internal.Mail.lines;
import static org.postern.pipeline.internal.Mail.multipart;
import static org.postern.pipeline.internal.Mail.part;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.Part;
import org.postern.api.policy.Action;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Refusal;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;
import org.postern.api.spool.SpoolFullException;

/** T43: a message on which the gateway's own code throws goes the way of what cannot be scanned in the end. */
class UnreadableTest {
    private static final String POISON = "Crash-Of-The-Reader";
    private static final String NOTICE = "[[removed";

    private final Mill mill = new Mill();
    private final MimeReader real = mill.mime;
    private String message = multipart("b", part("text/plain", POISON));

    /** Throws at what holds a text. */
    private record Crashing(MimeReader reader, String text, Throwable thrown) implements MimeReader {
        @Override
        public MessageStructure read(Octets octets) throws IOException {
            if (TextScanner.text(octets).contains(text)) {
                UnreadableTest.<RuntimeException>sneak(thrown);
            }
            return reader.read(octets);
        }

        @Override
        public InputStream decode(Part part) throws IOException {
            return reader.decode(part);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @BeforeEach
    void reader() {
        crashesOn(POISON, new IndexOutOfBoundsException("a bug"));
    }

    private void crashesOn(String text, Throwable thrown) {
        mill.mime = new Crashing(real, text, thrown);
    }

    private void allow() {
        mill.profile.overrides.put(UnscannableReason.LIMITS, org.postern.api.policy.Treatment.ALLOW);
    }

    private void anotherPasses() {
        mill.nanos += Duration.ofSeconds(5).toNanos();
        String other = "Subject: " + mill.nanos + "\r\n\r\nhello\r\n";
        assertThat(mill.process(other).processing().action()).isEqualTo(Action.PASSED);
        mill.nanos += Duration.ofSeconds(5).toNanos();
    }

    /** Between them another message passes. */
    private Mill.Result atTheThirdTime(Refusal before) {
        for (int i = 0; i < 2; i++) {
            anotherPasses();
            assertThat(mill.process(message).refusal()).isEqualTo(before);
        }
        anotherPasses();
        return mill.process(message);
    }

    private void isNeverGivenUp() {
        for (int i = 0; i < 10; i++) {
            anotherPasses();
            assertThat(mill.process(message).processing().outcome()).isInstanceOf(Outcome.Refuse.class);
        }
    }

    @Test
    void replacesItsBodyAtTheThirdFailure() {
        Mill.Result result = atTheThirdTime(Refusal.INTERNAL);

        assertThat(result.text())
                .isEqualTo(lines("From: a@example.org", "Subject: Hello", "MIME-Version: 1.0")
                        + PlainNotices.FIELDS
                        + "X-Kept: yes\r\n\r\n"
                        + PlainNotices.body("limits"));
        assertThat(mill.quarantine.kept()).containsExactly(message);
        assertThat(mill.process(message).text()).as("fetched again").isEqualTo(result.text());
    }

    @Test
    void passesItWhereTheProfileAllowsIt() {
        allow();

        Mill.Result result = atTheThirdTime(Refusal.INTERNAL);

        assertThat(result.processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
        assertThat(result.text()).isEqualTo(message);
    }

    @Test
    void hasEnginesLookAtItAsItIs() {
        allow();
        message = multipart("b", part("text/plain", POISON + VIRUS));

        Mill.Result result = atTheThirdTime(Refusal.INTERNAL);

        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(result.text()).doesNotContain(VIRUS);
    }

    @Test
    void putsItOffWhileNoEngineLooks() {
        allow();
        atTheThirdTime(Refusal.INTERNAL);
        mill.scanner.away = true;

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.SCAN_FAILED);
    }

    static List<Throwable> itsOwn() {
        return List.of(
                new IllegalStateException("a bug"), new AssertionError("a bug"), new StackOverflowError("too deep"));
    }

    @ParameterizedTest
    @MethodSource("itsOwn")
    void countsWhatAMessageDoes(Throwable thrown) {
        crashesOn(POISON, thrown);

        assertThat(atTheThirdTime(Refusal.INTERNAL).processing().action()).isEqualTo(Action.REPLACED);
    }

    static List<Throwable> ofTheHost() {
        return List.of(
                new SpoolFullException("full", new IOException("ENOSPC")),
                new IOException("disk"),
                new UncheckedIOException(new IOException("disk")),
                new IllegalStateException(new IOException("disk")),
                new OutOfMemoryError("of the test"),
                new NoClassDefFoundError("org/postern/Updated"),
                new IllegalStateException(new NoClassDefFoundError("org/postern/Updated")),
                new CancellationException("gone"));
    }

    @ParameterizedTest
    @MethodSource("ofTheHost")
    void neverCountsWhatTheHostDoes(Throwable thrown) {
        crashesOn(POISON, thrown);

        isNeverGivenUp();
    }

    @Test
    void neverGivesUpWhenTheReaderFailsOnEverything() {
        anotherPasses();
        crashesOn("", new IllegalStateException("a bug"));
        for (int i = 0; i < 10; i++) {
            String other = "Subject: " + i + "\r\n\r\nhello\r\n";
            assertThat(mill.process(other).refusal()).isEqualTo(Refusal.INTERNAL);
            assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);
            mill.nanos += Duration.ofSeconds(1).toNanos();
        }
    }

    @Test
    void neverGivesUpWhereTheProfileSaysSo() {
        mill.profile.failuresUntilUnscannable = 0;

        isNeverGivenUp();
    }

    @Test
    void countsWhatContainersDo() {
        mill.mime = real;
        mill.containers = (content, unpacking, deadline, visitor) -> {
            if (TextScanner.text(content).contains(POISON)) {
                throw new ArrayIndexOutOfBoundsException("a bug");
            }
            return java.util.Optional.empty();
        };

        assertThat(atTheThirdTime(Refusal.INTERNAL).processing().action()).isEqualTo(Action.REPLACED);
    }

    @Test
    void countsAPartThatDecodesToMoreThanItsOctets() {
        message = multipart("b", base64Part("a", "more"));
        mill.mime = new MimeReader() {
            @Override
            public MessageStructure read(Octets octets) throws IOException {
                return real.read(octets);
            }

            @Override
            public InputStream decode(Part part) {
                return new ByteArrayInputStream("x".repeat(10_000).getBytes(US_ASCII));
            }
        };

        assertThat(atTheThirdTime(Refusal.INTERNAL).processing().action()).isEqualTo(Action.REPLACED);
    }

    /** What was found in a part before the gateway failed holds, though engines find nothing in the octets as they are. */
    @Test
    void neverPassesWhatWasFoundInAPartOnce() {
        allow();
        message = multipart("b", base64Part("v", VIRUS));
        crashesOn(NOTICE, new IllegalStateException("a bug"));

        Mill.Result third = atTheThirdTime(Refusal.INTERNAL);
        assertThat(third.refusal()).as("not even without its body").isEqualTo(Refusal.NOT_REPLACEABLE);
        assertThat(mill.process(message).refusal()).as("again").isEqualTo(Refusal.NOT_REPLACEABLE);

        mill.mime = real;
        Mill.Result later = mill.process(message);
        assertThat(later.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(later.text()).doesNotContain(Mail.base64(VIRUS));
    }

    @Test
    void neverPassesWhatWasFoundInOnePartWhenAnotherMakesItFail() {
        allow();
        mill.mime = real;
        message = multipart("b", base64Part("v", VIRUS), part("text/plain", POISON));
        mill.containers = (content, unpacking, deadline, visitor) -> {
            if (TextScanner.text(content).contains(POISON)) {
                throw new ArrayIndexOutOfBoundsException("a bug");
            }
            return java.util.Optional.empty();
        };

        assertThat(atTheThirdTime(Refusal.INTERNAL).processing().action()).isEqualTo(Action.REPLACED);
        assertThat(mill.process(message).processing().action()).as("again").isEqualTo(Action.REPLACED);
    }

    /** An engine that fails on what is to leave each time. */
    @Test
    void replacesTheWholeBodyWhenAnEngineFailsOnWhatIsLeftOfIt() {
        mill.mime = real;
        mill.scanner.says(ScanResult.failed("the engine died"), "]]\r\n\r\n--b");
        message = multipart("b", base64Part("v", VIRUS));

        Mill.Result result = atTheThirdTime(Refusal.SCAN_FAILED);

        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(result.text()).doesNotContain("--b");
    }

    @Test
    void refusesForGoodWhenAnEngineFailsOnItsHeaderAfterMalwareWasFound() {
        allow();
        mill.mime = real;
        mill.scanner.says(ScanResult.failed("the engine died"), NOTICE);
        message = multipart("b", base64Part("v", VIRUS));

        assertThat(atTheThirdTime(Refusal.SCAN_FAILED).refusal()).isEqualTo(Refusal.NOT_REPLACEABLE);
        assertThat(mill.quarantine.kept()).isNotEmpty();
    }

    @Test
    void neverTakesAnOutageAtTheCheckForTheMessagesFault() {
        mill.mime = real;
        message = multipart("b", base64Part("v", VIRUS));
        anotherPasses();
        for (int i = 0; i < 10; i++) {
            mill.scanner.scanned().clear();
            mill.scanner.failAfter(4); // the message has a preamble, a part and an epilogue
            assertThat(mill.process(message).refusal()).isEqualTo(Refusal.SCAN_FAILED);
            mill.nanos += Duration.ofSeconds(1).toNanos();
        }
    }

    @Test
    void isNotCountedWhileAProfileObserves() {
        mill.profile.mode = Mode.OBSERVE;
        for (int i = 0; i < 10; i++) {
            anotherPasses();
            assertThat(mill.process(message).processing().action()).isEqualTo(Action.PASSED_UNSCANNED);
        }
        mill.profile.mode = Mode.ENFORCE;

        assertThat(mill.process(message).refusal()).isEqualTo(Refusal.INTERNAL);
    }
}
