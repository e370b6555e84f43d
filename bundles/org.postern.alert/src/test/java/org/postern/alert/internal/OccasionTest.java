// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.api.alert.Alert;
import org.postern.api.alert.Alert.Fact;
import org.postern.api.event.EngineChanged;
import org.postern.api.policy.Action;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Finding;
import org.postern.api.scan.ScanResult;
import org.postern.api.session.Protocol;

class OccasionTest {
    private static Alert told(Envelope envelope, Action action, Finding... findings) {
        return Occasion.VIRUS_FOUND
                .in(Samples.message(Protocol.SMTP, envelope, "aa", Samples.processing(action, findings)), "admins")
                .orElseThrow()
                .alert();
    }

    private static String text(Alert alert) {
        return alert.facts().stream()
                .map(fact -> fact.label() + "=" + fact.value())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void tellsWhatWasFoundInWhichMessageAndWhatBecameOfIt() {
        Alert alert = told(Samples.ANN_TO_BOB, Action.REPLACED, Samples.CLEAN, Samples.INFECTED);

        assertThat(alert.title()).isEqualTo("Malware found: Win.Worm (from ann@example.org)");
        assertThat(alert.rule()).isEqualTo("admins");
        assertThat(text(alert))
                .contains("Malware=Win.Worm\nPart=1.2 (application/zip)\nFile name=invoice.exe\nFound by=clamd")
                .contains("Action=replaced by a notice; the rest of the message was delivered")
                .contains("Quarantine=smtp-20260304-1", "Message=s1-42-1", "Client=192.0.2.1:40000")
                .contains("Server=[2001:db8:0:0:0:0:0:25]:25", "Sender=ann@example.org", "Recipient=bob@example.net")
                .doesNotContain("1.1");
        assertThat(alert.advice()).isNotEmpty();
    }

    @Test
    void saysLoudlyThatMalwareWentOn() {
        Alert alert = told(Samples.ANN_TO_BOB, Action.OBSERVED, Samples.INFECTED);

        assertThat(text(alert)).contains("the message went on unchanged");
        assertThat(alert.advice().get(0)).contains("warn them");
    }

    @Test
    void tellsARemovalOfWhatCouldNotBeCheckedOnlyWhereNoMalwareWasFound() {
        var removed = Samples.message(
                Protocol.SMTP, Samples.ANN_TO_BOB, "aa", Samples.processing(Action.REPLACED, Samples.ENCRYPTED));
        var passed = Samples.message(
                Protocol.SMTP,
                Samples.ANN_TO_BOB,
                "aa",
                Samples.processing(Action.PASSED_UNSCANNED, Samples.ENCRYPTED));
        var both = Samples.message(
                Protocol.SMTP,
                Samples.ANN_TO_BOB,
                "aa",
                Samples.processing(Action.REPLACED, Samples.ENCRYPTED, Samples.INFECTED));

        assertThat(Occasion.UNSCANNABLE_REMOVED
                        .in(removed, "r")
                        .orElseThrow()
                        .alert()
                        .title())
                .isEqualTo("Removed what could not be checked: encryptedArchive: a password (from ann@example.org)");
        assertThat(Occasion.UNSCANNABLE_REMOVED.in(passed, "r")).isEmpty();
        assertThat(Occasion.UNSCANNABLE_REMOVED.in(both, "r")).isEmpty();
        assertThat(Occasion.VIRUS_FOUND.in(removed, "r")).isEmpty();
        assertThat(text(Occasion.VIRUS_FOUND.in(both, "r").orElseThrow().alert()))
                .contains("Not checked=encrypted");
    }

    @Test
    void tellsOfEnginesInTrouble() {
        EngineChanged out = engine(EngineChanged.State.OUT_OF_SERVICE, "no answer in time");
        EngineChanged degraded = engine(EngineChanged.State.DEGRADED, "it calls encrypted archives clean: set it");

        assertThat(Occasion.ENGINE_TROUBLE.in(out, "r").orElseThrow().alert().title())
                .isEqualTo("Engine clamd is out of service");
        assertThat(text(Occasion.ENGINE_TROUBLE.in(degraded, "r").orElseThrow().alert()))
                .contains("What it lacks=it calls encrypted archives clean: set it");
        assertThat(Occasion.ENGINE_TROUBLE.in(engine(EngineChanged.State.IN_SERVICE, "ClamAV"), "r"))
                .isEmpty();
        assertThat(Occasion.ENGINE_TROUBLE.in(engine(EngineChanged.State.GONE, "it left"), "r"))
                .isEmpty();
        assertThat(Occasion.VIRUS_FOUND.in(out, "r")).isEmpty();
    }

    private static EngineChanged engine(EngineChanged.State state, String detail) {
        return new EngineChanged(Samples.NOW, "clamd", state, detail);
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        assertThat(Occasion.VIRUS_FOUND.in(
                        new EngineChanged(Samples.NOW, "clamd", EngineChanged.State.GONE, "gone"), "r"))
                .isEmpty();
        assertThatThrownBy(() -> Occasion.of("fullMoon")).isInstanceOf(IllegalArgumentException.class);
    }

    /** T51, T53. */
    @Test
    void cleansAndCutsWhateverComesOutOfAMail() {
        Finding evil = new Finding(
                "1.2",
                "a\r\nBcc: victim@example.org\r\n\r\n\u202efdp.exe\u0000\u001b[31m",
                "x/y",
                "clamd",
                ScanResult.infected("W".repeat(5000)),
                false);
        Alert alert = told(new Envelope("x\r\nTo: y@example.org", List.of("z\nz")), Action.REPLACED, evil);

        assertThat(alert.title()).hasSize(Alert.MOST_CHARACTERS);
        assertThat(alert.facts())
                .contains(new Fact("File name", "a  Bcc: victim@example.org    fdp.exe[31m"))
                .contains(new Fact("Sender", "x  To: y@example.org"))
                .allSatisfy(fact ->
                        assertThat(fact.value()).hasSizeLessThanOrEqualTo(200).doesNotContain("\n", "\r"));
    }

    @Test
    void boundsHowMuchItLists() {
        Finding[] many =
                IntStream.range(0, 10_000).mapToObj(i -> Samples.INFECTED).toArray(Finding[]::new);
        List<String> recipients =
                IntStream.range(0, 1000).mapToObj(i -> i + "@example.org").toList();

        Alert alert = told(new Envelope("", recipients), Action.REPLACED, many);

        assertThat(alert.facts()).hasSizeLessThan(80);
        assertThat(text(alert)).contains("Found=and 9990 more", "Recipient=and 990 more", "Sender=<>");
    }

    /** T44. */
    @Test
    void knowsARepetitionByDigestAndEnvelope() {
        String one = Samples.occurrence("aa").key();
        Envelope other = new Envelope("ann@example.org", List.of("eve@example.net"));

        assertThat(Samples.occurrence("aa").key()).isEqualTo(one);
        assertThat(Samples.occurrence("ab").key()).isNotEqualTo(one);
        assertThat(Occasion.VIRUS_FOUND
                        .in(
                                Samples.message(
                                        Protocol.SMTP,
                                        other,
                                        "aa",
                                        Samples.processing(Action.REPLACED, Samples.INFECTED)),
                                "r")
                        .orElseThrow()
                        .key())
                .isNotEqualTo(one);
    }
}
