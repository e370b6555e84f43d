// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelayedAckCheckTest {
    private final Latencies quick = times(1_000, 0.3);

    @Test
    void noStepInQuickMessages() {
        assertThat(DelayedAckCheck.look(times(1_000, 0.5), quick).step()).isFalse();
    }

    @Test
    void messagesThatGatherAboveFortyMillisecondsAreAStep() {
        var gateway = times(980, 0.5);
        gateway.addAll(times(20, 41));

        assertThat(DelayedAckCheck.look(gateway, quick).step()).isTrue();
    }

    @Test
    void twoStepsInOneMessageAreSeenToo() {
        assertThat(DelayedAckCheck.look(times(30, 83), quick).step()).isTrue();
    }

    @Test
    void aStepThatTheDirectWayHasTooIsNotTheGateways() {
        assertThat(DelayedAckCheck.look(times(30, 41), times(30, 41)).step()).isFalse();
    }

    @Test
    void aTailThatThinsOutIsNoise() {
        var gateway = times(900, 2);
        for (var millis = 5; millis < 60; millis++) {
            gateway.addAll(times(Math.max(1, 40 - millis), millis));
        }

        assertThat(DelayedAckCheck.look(gateway, quick).step()).isFalse();
    }

    @Test
    void afewOutliersAreNoise() {
        var gateway = times(2_000, 2);
        gateway.addAll(times(4, 42));

        assertThat(DelayedAckCheck.look(gateway, quick).step()).isFalse();
    }

    private static Latencies times(int count, double millis) {
        var latencies = new Latencies();
        for (var i = 0; i < count; i++) {
            latencies.add((long) (millis * 1e6) + i);
        }
        return latencies;
    }
}
