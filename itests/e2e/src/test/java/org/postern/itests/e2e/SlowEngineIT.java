// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** T20: an engine that takes half a minute over a message holds up that one, and no other. */
@Timeout(180)
class SlowEngineIT {
    private static final Duration LATE = Duration.ofSeconds(30);

    @Test
    void passesWhatItWaitedForAndMeanwhileAllElse() throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        try (LateClamd clamd = new LateClamd(LATE);
                BothProtocols both = new BothProtocols("--clamd", clamd.address())) {
            both.gateway().profile("engines = clamd", "deadlineSeconds = 100");
            both.gateway().start();
            long began = System.nanoTime();
            Future<?> sent = clients.submit(() -> passLate(both, true));
            Future<?> fetched = clients.submit(() -> passLate(both, false));
            Until.holds("both are being scanned", LATE, () -> clamd.thoughtOver() >= 2);

            both.passBySmtp(Mail.text(Mail.marker()));
            assertThat(sent.isDone() || fetched.isDone()).isFalse();

            sent.get();
            fetched.get();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(LATE);
        } finally {
            clients.shutdownNow();
        }
    }

    private static Void passLate(BothProtocols both, boolean bySmtp) throws Exception {
        String message = LateClamd.MARK + "\r\n" + Mail.text(Mail.marker());
        if (bySmtp) {
            both.passBySmtp(message);
        } else {
            both.passByPop3(message);
        }
        return null;
    }
}
