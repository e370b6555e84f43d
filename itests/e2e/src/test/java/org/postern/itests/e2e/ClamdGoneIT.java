// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** T20, T36: clamd goes and comes back. */
class ClamdGoneIT {
    private static final int SENDERS = 3;

    @Test
    void putsMailOffWhileClamdIsGoneAndRecoversByItself() throws Exception {
        try (PrivatePostfix postfix = PrivatePostfix.start();
                PrivateClamd clamd = PrivateClamd.start();
                RunningGateway gateway =
                        RunningGateway.before(postfix.address()).with("--clamd", clamd.address())) {
            gateway.profile("engineWaitSeconds = 3");
            gateway.start();
            assertThat(gateway.printed())
                    .as("what this clamd keeps to itself")
                    .contains("AlertEncrypted")
                    .contains("AlertExceedsMax");
            var taken = new ConcurrentLinkedQueue<String>();
            var refused = new ConcurrentLinkedQueue<String>();
            ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
            List<Future<?>> sending = new ArrayList<>();
            var over = new java.util.concurrent.atomic.AtomicBoolean();
            try {
                for (int i = 0; i < SENDERS; i++) {
                    sending.add(senders.submit(() -> {
                        while (!over.get()) {
                            send(gateway, taken, refused);
                        }
                        return null;
                    }));
                }
                Until.holds("some mail", Duration.ofSeconds(30), () -> taken.size() > 5);

                clamd.kill();
                Until.holds("refusals", Duration.ofSeconds(60), () -> {
                    for (Future<?> sender : sending) {
                        if (sender.isDone()) {
                            sender.get();
                        }
                    }
                    return refused.size() >= SENDERS;
                });
                int atEnd = taken.size();

                clamd.startAgain();
                long back = System.nanoTime();
                Until.holds("mail flows again", Duration.ofSeconds(20), () -> taken.size() > atEnd);
                assertThat(Duration.ofNanos(System.nanoTime() - back))
                        .as("an engine that is back is used within two seconds, and a client takes its time")
                        .isLessThan(Duration.ofSeconds(4));
            } finally {
                over.set(true);
                senders.shutdown();
            }
            for (Future<?> sender : sending) {
                sender.get();
            }
            for (String marker : taken) {
                assertThat(new String(postfix.await(marker), ISO_8859_1))
                        .as("scanned")
                        .contains("postern-notice")
                        .doesNotContain(Mail.base64(Mail.eicar()).substring(0, 40));
            }
            for (String marker : refused) {
                assertThat(postfix.find(marker)).as("not at the server").isEqualTo(Optional.empty());
            }
        }
    }

    /** Sends something infected, so that what passes unscanned shows. */
    private static void send(
            RunningGateway gateway, ConcurrentLinkedQueue<String> taken, ConcurrentLinkedQueue<String> refused)
            throws Exception {
        String marker = Mail.marker();
        String message = Mail.header(marker)
                + Mail.lines("Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64", "")
                + Mail.base64(Mail.eicar());
        long began = System.nanoTime();
        Command sent = Swaks.send(gateway.port(), message);
        if (sent.exit() == 0) {
            taken.add(marker);
            return;
        }
        assertThat(sent.output()).contains("451 4.7.1");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("only after the wait")
                .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(15));
        refused.add(marker);
    }
}
