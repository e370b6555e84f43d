// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Mail before anything is measured, until the gateway's JVM has compiled what it will. In its first minutes the compilers take more
 * processor time than mail, which says nothing of a gateway that runs for weeks.
 */
final class WarmUp {
    /** The compilers' part of the time, below which they are done; some work is always left. */
    private static final double DONE = 0.05;

    private static final int FEWEST_ROUNDS = 2;
    private static final Duration STEP = Duration.ofSeconds(2);

    /** Some mail for a while. */
    interface Load {
        void run(Duration time) throws IOException, BenchFailure, InterruptedException;
    }

    private WarmUp() {}

    /**
     * @param loads each gets its turn in each round
     * @param atMost begins no round after this time
     * @return what came of it, to be read
     */
    static String run(JvmMeter jvm, List<Load> loads, Duration atMost)
            throws IOException, BenchFailure, InterruptedException {
        var began = System.nanoTime();
        var share = 1.0;
        for (var round = 0; seconds(began) < atMost.toSeconds() && (round < FEWEST_ROUNDS || share > DONE); round++) {
            var roundBegan = System.nanoTime();
            var before = jvm.compilationMillis();
            for (var load : loads) {
                load.run(STEP);
            }
            share = (jvm.compilationMillis() - before) / 1_000.0 / seconds(roundBegan);
        }
        return String.format(
                Locale.ROOT,
                "Warmed up for %.0f s; in the last round the gateway's compilers worked for %.0f %% of the time%s",
                seconds(began),
                100 * share,
                share > DONE ? ", so that it is not warm: trust no CPU figure" : "");
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
