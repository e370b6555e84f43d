// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import java.util.List;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random sessions between a client that may say anything and a mailbox that judges what reaches it. */
class RandomSessionsTest {
    @Provide
    Arbitrary<List<Integer>> choices() {
        return Arbitraries.integers()
                .between(0, 1 << 20)
                .withoutEdgeCases()
                .list()
                .ofMinSize(20)
                .ofMaxSize(200);
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.BOUNDED, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void noMessageIsHalfHandedOutAndNoneIsDeletedThatTheClientDidNotGet(@ForAll("choices") List<Integer> choices) {
        new FuzzRun(choices).play();
    }
}
