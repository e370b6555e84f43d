// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.event.EngineChanged;
import org.postern.api.scan.Gap;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.ScanService.EngineState;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.UnscannableReason;

/** An engine that does not do all that it should is used, and whoever runs it is told what to do (M07, T36). */
@Timeout(60)
class GapTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final EngineEvents events = new EngineEvents();
    private final TestScanner scanner = new TestScanner();
    private final Map<String, Object> properties = Map.of(Scanner.NAME, "a", "service.id", 1L);
    private ScanCoordinator coordinator = coordinator(Duration.ofHours(6));

    @AfterEach
    void stop() {
        coordinator.stop();
    }

    private ScanCoordinator coordinator(Duration again) {
        return new ScanCoordinator(
                events,
                16,
                100,
                600,
                new SelfTests.Times(Duration.ofMillis(50), again, Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    @Test
    void findsNoneInAnEngineThatDoesAll() throws Exception {
        CountDownLatch large = new CountDownLatch(1);
        scanner.onLarge = request -> {
            large.countDown();
            return ScanResult.clean();
        };
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable("a");

        assertThat(large.await(10, SECONDS)).isTrue();
        assertThat(state().gaps()).isEmpty();
    }

    @Test
    void saysWhatAnEngineKeepsToItselfAndWhatCanBeDone() throws Exception {
        scanner.onEncrypted = request -> ScanResult.clean();
        scanner.onTooDeep = request -> ScanResult.clean();
        coordinator.bindScanner(scanner, properties);

        EngineChanged degraded = events.awaitDegraded("a");

        assertThat(state().problem()).isEmpty();
        assertThat(state().gaps())
                .containsExactly(Gap.SILENT_ON_ENCRYPTED.text() + ": set AlertEncrypted", Gap.SILENT_ON_LIMITS.text());
        assertThat(degraded.detail()).isEqualTo(String.join("; ", state().gaps()));
    }

    @Test
    void tellsOfAnEngineThatTakesNothingLarge() throws Exception {
        scanner.onLarge = request -> ScanResult.unscannable(UnscannableReason.TOO_LARGE, "StreamMaxLength");
        coordinator.bindScanner(scanner, properties);

        assertThat(events.awaitDegraded("a").detail()).isEqualTo(Gap.REFUSES_LARGE.text());
        assertThat(state().problem()).isEmpty();
    }

    @Test
    void tellsOfOneThatDoubtsACleanSample() throws Exception {
        scanner.onClean(request -> ScanResult.unscannable(UnscannableReason.DAMAGED, "odd"));
        coordinator.bindScanner(scanner, properties);

        assertThat(events.awaitDegraded("a").detail()).isEqualTo(Gap.DOUBTS_CLEAN.text());
    }

    @Test
    void tellsOfOldSignatures() throws Exception {
        scanner.dataTime = Optional.of(NOW.minus(Duration.ofDays(8)));
        coordinator.bindScanner(scanner, properties);

        assertThat(events.awaitDegraded("a").detail()).isEqualTo(Gap.OLD_DATA.text());
    }

    @Test
    void hasNothingAgainstRecentSignatures() throws Exception {
        scanner.dataTime = Optional.of(NOW.minus(Duration.ofDays(6)));
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable("a");

        assertThat(state().gaps()).isEmpty();
    }

    @Test
    void tellsWhenAGapIsClosed() throws Exception {
        scanner.onEncrypted = request -> ScanResult.clean();
        coordinator.bindScanner(scanner, properties);
        events.awaitDegraded("a");

        scanner.onEncrypted = request -> ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "password");
        coordinator.updatedScanner(scanner, properties);

        events.awaitUsable("a");
        assertThat(state().gaps()).isEmpty();
    }

    /** It stops finding anything while no scan fails, as after a bad update of its signatures. */
    @Test
    void findsOutByItselfWhenAnEngineGoesBlind() throws Exception {
        coordinator.stop();
        coordinator = coordinator(Duration.ofMillis(50));
        coordinator.bindScanner(scanner, properties);
        events.awaitUsable("a");

        scanner.onEicar(request -> ScanResult.clean());

        assertThat(events.awaitUnusable("a").detail()).contains("does not find the EICAR test file");
    }

    @Test
    void usesAnEngineWhoseAdviceIsBroken() throws Exception {
        coordinator.bindScanner(
                new TestScanner() {
                    {
                        onEncrypted = request -> ScanResult.clean();
                    }

                    @Override
                    public String advice(Gap gap) {
                        throw new NoClassDefFoundError("org/vendor/Gone");
                    }
                },
                properties);

        assertThat(events.awaitDegraded("a").detail()).isEqualTo(Gap.SILENT_ON_ENCRYPTED.text());
    }

    private EngineState state() {
        List<EngineState> all = coordinator.engines();
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
