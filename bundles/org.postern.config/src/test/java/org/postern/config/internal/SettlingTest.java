// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final long MILLI = 1_000_000;

    private final Settling<String> settling = new Settling<>(Duration.ofMillis(500), "a");

    @Test
    void isQuietWhileNothingChanges() {
        assertThat(settling.settled("a", 0)).isFalse();
        assertThat(settling.settled("a", 10_000 * MILLI)).isFalse();
    }

    @Test
    void waitsUntilAChangeIsHalfASecondOld() {
        assertThat(settling.settled("b", 1000 * MILLI)).isFalse();
        assertThat(settling.settled("b", 1499 * MILLI)).isFalse();
        assertThat(settling.settled("b", 1500 * MILLI)).isTrue();
    }

    @Test
    void beginsAnewWithEachChange() {
        settling.settled("b", 0);

        assertThat(settling.settled("c", 400 * MILLI)).isFalse();
        assertThat(settling.settled("c", 800 * MILLI)).isFalse();
        assertThat(settling.settled("c", 900 * MILLI)).isTrue();
    }

    @Test
    void staysDueUntilItIsTaken() {
        settling.settled("b", 0);

        assertThat(settling.settled("b", 600 * MILLI)).isTrue();
        assertThat(settling.settled("b", 700 * MILLI)).isTrue();
        settling.taken();
        assertThat(settling.settled("b", 800 * MILLI)).isFalse();
    }

    @Test
    void holdsWhenTheClockWrapsAround() {
        settling.settled("b", Long.MAX_VALUE - 100 * MILLI);

        assertThat(settling.settled("b", Long.MAX_VALUE + 300 * MILLI)).isFalse();
        assertThat(settling.settled("b", Long.MAX_VALUE + 400 * MILLI)).isTrue();
    }
}
