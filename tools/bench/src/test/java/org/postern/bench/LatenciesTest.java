// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreTimesThatOccurred() {
        var latencies = new Latencies();
        for (var millis = 100; millis >= 1; millis--) {
            latencies.add(millis * 1_000_000L);
        }

        assertThat(latencies.percentileMillis(50)).isEqualTo(50);
        assertThat(latencies.percentileMillis(95)).isEqualTo(95);
        assertThat(latencies.percentileMillis(99)).isEqualTo(99);
        assertThat(latencies.percentileMillis(100)).isEqualTo(100);
        assertThat(latencies.percentileMillis(0.1)).isEqualTo(1);
    }

    @Test
    void oneTimeIsEveryPercentile() {
        var latencies = new Latencies();
        latencies.add(7_000_000);

        assertThat(latencies.percentileMillis(1)).isEqualTo(7);
        assertThat(latencies.percentileMillis(99)).isEqualTo(7);
    }

    @Test
    void noTimeIsNoPercentile() {
        assertThat(new Latencies().percentileMillis(99)).isZero();
        assertThatThrownBy(() -> new Latencies().percentileMillis(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Latencies().percentileMillis(101)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsEveryTimeThatIsAddedAlsoFromOthers() {
        var one = new Latencies();
        var other = new Latencies();
        for (var i = 0; i < 5_000; i++) {
            one.add(1_000_000);
            other.add(3_000_000);
        }

        one.addAll(other);

        assertThat(one.count()).isEqualTo(10_000);
        assertThat(one.between(1, 3)).isEqualTo(5_000);
        assertThat(one.between(3, 4)).isEqualTo(5_000);
        assertThat(one.percentileMillis(50)).isEqualTo(1);
        assertThat(one.percentileMillis(51)).isEqualTo(3);
    }
}
