// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;
import org.postern.scan.peer.PeerException;

/** T20: several addresses. */
@Timeout(60)
class FailoverTest {
    private static final ScanResult EVIL = ScanResult.infected("Evil.Test");

    @Test
    void asksTheFirstWhileItWorks() throws Exception {
        try (FakeClamd first = FakeClamd.onAPort(FakeClamd::honest);
                FakeClamd second = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(first, second)) {
            for (int i = 0; i < 5; i++) {
                scanner.scan(Request.of("x"));
            }

            assertThat(first.clients()).hasSize(1);
            assertThat(second.clients()).isEmpty();
        }
    }

    @Test
    void asksTheNextWhenOneIsGoneAndTheFirstAgainSoonAfterItIsBack() throws Exception {
        try (FakeClamd first = FakeClamd.onAPort(FakeClamd::honest);
                FakeClamd second = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(first, second)) {
            first.stop();
            assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
            assertThat(second.clients()).hasSize(1);

            first.startAgain();
            long back = System.nanoTime();
            int before = first.clients().size();
            while (first.clients().size() == before) {
                assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(2));
                assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
            }
        }
    }

    @Test
    void asksTheNextWhenOneIsSilentOrLies() throws Exception {
        for (FakeClamd.Behaviour bad : new FakeClamd.Behaviour[] {
            FakeClamd.Client::awaitEnd, FakeClamd.saying("9: stream: OK\0"), FakeClamd.saying("1: stream: oh ERROR\0")
        }) {
            try (FakeClamd first = FakeClamd.onAPort(bad);
                    FakeClamd second = FakeClamd.onAPort(FakeClamd::honest);
                    ClamdScanner scanner = Clamds.scanner(first, second)) {
                assertThat(scanner.scan(Request.of("evil").within(Duration.ofSeconds(2))))
                        .isEqualTo(EVIL);
            }
        }
    }

    @Test
    void keepsAwayFromOneThatFailedAMomentAgo() throws Exception {
        try (FakeClamd first = FakeClamd.onAPort(FakeClamd.saying("nonsense\0"));
                FakeClamd second = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(first, second)) {
            scanner.scan(Request.of("x"));
            scanner.scan(Request.of("x"));

            assertThat(first.clients()).hasSize(1);
        }
    }

    @Test
    void saysOfAllWhyTheyFailed() throws Exception {
        try (FakeClamd first = FakeClamd.onAPort(FakeClamd::honest);
                FakeClamd second = FakeClamd.onAPort(FakeClamd.saying("9: stream: OK\0"));
                ClamdScanner scanner = Clamds.scanner(first, second)) {
            first.stop();

            ScanResult result = scanner.scan(Request.of("x"));

            assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(result.text())
                    .contains(first.address() + ": Connection refused")
                    .contains(second.address() + ": an answer to another question");
            assertThatThrownBy(scanner::info).isInstanceOf(PeerException.class).hasMessageContaining("; ");
        }
    }
}
