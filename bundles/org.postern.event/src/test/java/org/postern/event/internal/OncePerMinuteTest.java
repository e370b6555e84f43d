// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.event.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Long> told = new ArrayList<>();
    private long now;
    private final OncePerMinute once = new OncePerMinute(() -> now);

    @Test
    void tellsTheFirstTimeAtOnce() {
        once.tell(told::add);

        assertThat(told).containsExactly(1L);
    }

    @Test
    void gathersWhatHappensWithinAMinute() {
        for (int i = 0; i < 100; i++) {
            once.tell(told::add);
        }
        now = 60 * SECOND;
        once.tell(told::add);

        assertThat(told).containsExactly(1L, 100L);
    }

    @Test
    void saysNothingWhenACountHasNotGrown() {
        once.tellIfGrown(0, told::add);
        once.tellIfGrown(3, told::add);
        now = 60 * SECOND;
        once.tellIfGrown(3, told::add);

        assertThat(told).containsExactly(3L);
    }
}
