// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** POP3 with a real clamd, which goes and comes back: T20, T22, T36. */
class Pop3ClamdIT extends Pop3Expectations {
    private PrivateClamd clamd;

    @Override
    RunningGateway before(PrivateDovecot server) throws Exception {
        clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
        RunningGateway gateway = RunningGateway.beforePop3(server.address()).with("--clamd", clamd.address());
        gateway.profile("engineWaitSeconds = 3");
        return gateway;
    }

    @AfterAll
    void stopClamd() throws Exception {
        clamd.close();
    }

    @Test
    void putsMailOffWhileClamdIsGoneAndRecoversByItself() throws Exception {
        String message = Mail.text(Mail.marker());
        dovecot.deliver("hal", message);
        clamd.kill();
        try (Pop3Login through = new Pop3Login(gateway.port(), "hal")) {
            long began = System.nanoTime();
            assertThat(through.ask("RETR 1")).startsWith("-ERR [SYS/TEMP]");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("only after the wait")
                    .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(15));
            assertThat(through.ask("DELE 1")).startsWith("-ERR");
            assertThat(through.ask("QUIT")).startsWith("+OK");
        } finally {
            clamd.startAgain();
        }
        assertThat(dovecot.count("hal")).isEqualTo(1);
        try (Pop3Login through = new Pop3Login(gateway.port(), "hal")) {
            assertThat(through.message("RETR 1")).isEqualTo(message);
        }
    }
}
