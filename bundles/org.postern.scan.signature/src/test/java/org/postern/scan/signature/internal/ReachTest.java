// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReachTest {
    @Property
    void holdsWhatASetOfPlacesHolds(
            @ForAll @Size(max = 60) List<@IntRange(max = 200) Integer> begins,
            @ForAll @Size(min = 60, max = 60) List<@IntRange(max = 8) Integer> lengths) {
        Reach reach = new Reach();
        BitSet naive = new BitSet();
        for (int i = 0; i < begins.size(); i++) {
            int from = begins.get(i);
            reach.add(from, from + lengths.get(i), 0);
            naive.set(from, from + lengths.get(i) + 1);
        }
        for (int place = 0; place < 220; place++) {
            assertThat(reach.contains(place)).as("%d", place).isEqualTo(naive.get(place));
        }
    }

    @Test
    void forgetsWhatWasPassed() {
        Reach reach = new Reach();
        for (int i = 0; i < 1_000_000; i += 10) {
            reach.add(i, i + 1, i - 1000);
        }

        assertThat(reach.room()).isLessThanOrEqualTo(512);
        assertThat(reach.contains(999_990)).isTrue();
        assertThat(reach.contains(999_992)).isFalse();
    }

    @Test
    void runsTogetherIntoOneRangeWithoutEnd() {
        Reach reach = new Reach();
        reach.add(20, Gap.ANY, 0);
        reach.add(10, Gap.ANY, 0);

        assertThat(reach.isEndlessFrom(10)).isTrue();
        assertThat(reach.isEndlessFrom(9)).isFalse();
        assertThat(reach.contains(1L << 40)).isTrue();
        assertThat(reach.room()).isLessThanOrEqualTo(2);
    }
}
