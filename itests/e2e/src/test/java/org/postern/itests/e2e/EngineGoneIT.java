// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** T20: without an engine mail waits, is put off, and flows again by itself once there is one. */
class EngineGoneIT {
    @Test
    void putsMailOffAfterAWaitAndRecoversByItself() throws Exception {
        try (PrivatePostfix postfix = PrivatePostfix.start();
                RunningGateway gateway = RunningGateway.before(postfix.address())) {
            gateway.profile("engineWaitSeconds = 3");
            gateway.configure("org.postern.scan.signature.cfg", "enabled = true");
            gateway.start();
            String before = Mail.marker();
            assertThat(Swaks.send(gateway.port(), Mail.text(before)).exit()).isZero();
            postfix.await(before);

            gateway.configure("org.postern.scan.signature.cfg", "enabled = false");
            String[] refused = {""};
            Until.holds("the engine's end", Duration.ofSeconds(20), () -> {
                String marker = Mail.marker();
                long began = System.nanoTime();
                Command sent = Swaks.send(gateway.port(), Mail.text(marker));
                if (sent.exit() == 0) {
                    return false;
                }
                refused[0] = marker;
                assertThat(sent.output()).contains("451 4.7.1");
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(15));
                return true;
            });
            assertThat(gateway.mailLogLine("action=refused")).contains("451");
            assertThat(postfix.find(refused[0]))
                    .as("nothing unscanned reached the server")
                    .isEmpty();

            gateway.configure("org.postern.scan.signature.cfg", "enabled = true");
            Until.holds(
                    "mail flows again",
                    Duration.ofSeconds(20),
                    () -> Swaks.send(gateway.port(), Mail.text(Mail.marker())).exit() == 0);
        }
    }
}
