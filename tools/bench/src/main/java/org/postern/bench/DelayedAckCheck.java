// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.Locale;

/**
 * Looks for the 40 ms step: what Nagle's algorithm and delayed acknowledgements (RFC 9293, 3.7.4 and 3.8.6.3) cost when somebody
 * on the way writes twice before it reads and does not say TCP_NODELAY. Linux waits 40 ms, so messages gather above 40
 * and, when it happens twice, above 80 ms, while noise only thins out.
 */
final class DelayedAckCheck {
    private static final double[][] STEPS = {{35, 50}, {75, 95}};
    private static final double[][] BESIDE = {{20, 35}, {50, 75}};
    private static final double LEAST_SHARE = 0.01;
    private static final long LEAST_MESSAGES = 5;

    private DelayedAckCheck() {}

    /**
     * What is seen.
     *
     * @param share how much of all messages lies at a step
     */
    record Finding(boolean step, double share, double directShare) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s (%.2f %% of messages at 35-50 or 75-95 ms, direct %.2f %%)",
                    step ? "FAIL" : "pass",
                    100 * share,
                    100 * directShare);
        }
    }

    static Finding look(Latencies gateway, Latencies direct) {
        var share = share(gateway);
        var directShare = share(direct);
        var step = isCluster(gateway) && !(isCluster(direct) && 2 * directShare >= share);
        return new Finding(step, share, directShare);
    }

    private static double share(Latencies latencies) {
        return latencies.count() == 0 ? 0 : (double) count(latencies, STEPS) / latencies.count();
    }

    /** Many, and denser than what lies just below. */
    private static boolean isCluster(Latencies latencies) {
        if (share(latencies) < LEAST_SHARE) {
            return false;
        }
        for (var i = 0; i < STEPS.length; i++) {
            var here = latencies.between(STEPS[i][0], STEPS[i][1]);
            var below = latencies.between(BESIDE[i][0], BESIDE[i][1]);
            var density = here / (STEPS[i][1] - STEPS[i][0]);
            var densityBelow = below / (BESIDE[i][1] - BESIDE[i][0]);
            if (here >= LEAST_MESSAGES && density > 2 * densityBelow) {
                return true;
            }
        }
        return false;
    }

    private static long count(Latencies latencies, double[][] bands) {
        var count = 0L;
        for (var band : bands) {
            count += latencies.between(band[0], band[1]);
        }
        return count;
    }
}
