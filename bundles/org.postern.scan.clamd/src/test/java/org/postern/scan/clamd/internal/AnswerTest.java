// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.scan.peer.PeerException;

class AnswerTest {
    @ParameterizedTest
    @CsvSource({
        "Heuristics.Encrypted.Zip, ENCRYPTED_ARCHIVE",
        "Heuristics.Encrypted.PDF, ENCRYPTED_ARCHIVE",
        "Heuristics.Encrypted.RAR, ENCRYPTED_ARCHIVE",
        "Heuristics.Limits.Exceeded, LIMITS",
        "Heuristics.Limits.Exceeded.MaxRecursion, LIMITS",
        "Heuristics.Limits.Exceeded.EmailHeaders, LIMITS",
        "Heuristics.Email.ExceedsMax.EmailHeaderBytes, LIMITS",
        "Heuristics.XZ.DicSizeLimit, LIMITS"
    })
    void cannotScanWhatClamdDidNotLookInto(String name, UnscannableReason reason) throws Exception {
        assertThat(Answer.verdict("stream: " + name + " FOUND", true)).isEqualTo(ScanResult.unscannable(reason, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Eicar-Test-Signature",
                "Heuristics.Encrypted",
                "Heuristics.Limits.ExceededNot",
                "Heuristics.Phishing.Email.SpoofedDomain",
                "Win.Heuristics.Encrypted.Zip",
                "OK",
                "a name FOUND",
                "ERROR"
            })
    void everythingElseFoundIsInfected(String name) throws Exception {
        assertThat(Answer.verdict("stream: " + name + " FOUND", true)).isEqualTo(ScanResult.infected(name));
    }

    @Test
    void takesDigestAndSizeOffAName() throws Exception {
        String extended = "stream: Evil(44d88612fea8a8f36de82e1278abb02f:68) FOUND";

        assertThat(Answer.verdict(extended, true)).isEqualTo(ScanResult.infected("Evil"));
    }

    @Test
    void cleansAndCutsNames() throws Exception {
        assertThat(Answer.verdict("stream: a\u001b[31m\r\nb\u202e\u0085 FOUND", true))
                .isEqualTo(ScanResult.infected("a?[31m??b??"));
        assertThat(Answer.verdict("stream: " + "x".repeat(3000) + " FOUND", true)
                        .text())
                .hasSize(200);
    }

    @Test
    void infectedIsInfectedThoughClamdDidNotWaitForAll() throws Exception {
        assertThat(Answer.verdict("stream: Evil FOUND", false)).isEqualTo(ScanResult.infected("Evil"));
        assertThatThrownBy(() -> Answer.verdict("stream: OK", false)).isInstanceOf(PeerException.class);
    }

    @Test
    void quotesErrorsButNoGarbage() {
        assertThatThrownBy(() -> Answer.verdict("stream: Can't allocate memory ERROR", true))
                .hasMessage("clamd says: stream: Can't allocate memory ERROR");
        assertThatThrownBy(() -> Answer.verdict("<html>secret", true))
                .hasMessage("an answer that is none, of 12 characters");
        assertThatThrownBy(() -> Answer.numbered(1, "99999999999: stream: OK")).isInstanceOf(PeerException.class);
    }

    @Test
    void readsVersions() throws Exception {
        Version full = Answer.version("ClamAV 1.4.3/27000/Tue Nov  3 08:00:00 2026");

        assertThat(full.product()).isEqualTo("ClamAV 1.4.3");
        assertThat(full.data()).isEqualTo("27000/Tue Nov  3 08:00:00 2026");
        assertThat(full.built()).contains(Instant.parse("2026-11-03T08:00:00Z"));
        assertThat(Answer.version("ClamAV 1.4.3").data()).isEmpty();
        assertThat(Answer.version("ClamAV 1/2/nonsense").built()).isEmpty();
        assertThatThrownBy(() -> Answer.version("no memory ERROR")).isInstanceOf(PeerException.class);
    }
}
