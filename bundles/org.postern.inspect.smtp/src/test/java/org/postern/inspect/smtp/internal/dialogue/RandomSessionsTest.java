// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random sessions; what the server got is judged by {@link ModelServer} and every {@link LaxReader}. */
class RandomSessionsTest {
    @Provide
    Arbitrary<List<Integer>> choices() {
        return Arbitraries.integers()
                .between(0, 1 << 20)
                .withoutEdgeCases()
                .list()
                .ofMinSize(20)
                .ofMaxSize(250);
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.BOUNDED, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void whatTheServerGetsIsAValidDialogueOfProcessedMessages(@ForAll("choices") List<Integer> choices) {
        new FuzzRun(choices).play();
    }

    /** Dialled once more for a client of HELO: what EHLO had brought out before was taken for what HELO offers. */
    @Example
    void forgetsWhatWasOfferedBeforeHelo() {
        int[] choices = new int[55];
        choices[0] = 1;
        choices[14] = 95;
        choices[17] = 415;
        choices[27] = 13;
        choices[32] = 543;
        choices[34] = 13;
        choices[35] = 60766;
        choices[40] = 17;
        choices[47] = 17;
        choices[52] = 64;
        choices[54] = 159;

        new FuzzRun(IntStream.of(choices).boxed().toList()).play();
    }
}
