// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** T22. */
class WithheldTest {
    private final Withheld withheld = new Withheld();

    @Test
    void forgetsWhatTheClientGotAfterAll() {
        withheld.add(1);
        withheld.add(2);
        withheld.remove(1);

        assertThat(withheld.contains(1)).isFalse();
        assertThat(withheld.contains(2)).isTrue();
        assertThat(withheld.isEmpty()).isFalse();

        withheld.remove(2);
        assertThat(withheld.isEmpty()).isTrue();
    }

    @Test
    void hindersNoQuitForWhatTheClientOnlyLookedAt() {
        withheld.addLooked(1);

        assertThat(withheld.contains(1)).isTrue();
        assertThat(withheld.isEmpty()).isTrue();

        withheld.remove(1);
        assertThat(withheld.contains(1)).isFalse();
    }

    @Test
    void keepsEverythingOnceItCannotRememberEach() {
        for (long message = 1; message <= 10_001; message++) {
            withheld.add(message);
        }

        withheld.remove(5);

        assertThat(withheld.contains(5)).isTrue();
        assertThat(withheld.contains(999_999)).isTrue();
        assertThat(withheld.isEmpty()).isFalse();
    }
}
