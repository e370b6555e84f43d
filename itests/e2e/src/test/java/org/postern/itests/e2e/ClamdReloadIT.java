// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** T36: clamd reads its signatures anew under load by both protocols. Mail may wait; none of it fails, and none passes. */
@Timeout(400)
class ClamdReloadIT {
    private static final int SESSIONS = 8;
    private static final int RELOADS = 6;
    private static final String PATTERN = "harmless until clamd read it anew";

    @Test
    void slowsMailDownAndNothingElse() throws Exception {
        int pop3Port = Ports.free();
        try (EngineTraffic traffic = new EngineTraffic(Duration.ofSeconds(30));
                PrivateClamd clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
                RunningGateway gateway = RunningGateway.before(traffic.smtpServer())
                        .with("--clamd", clamd.address())
                        .with("--pop3", "127.0.0.1:" + pop3Port + "=" + traffic.pop3Server())) {
            gateway.start();
            traffic.send(gateway.port(), SESSIONS);
            traffic.fetch(pop3Port, SESSIONS);
            traffic.flows();
            Duration usual = traffic.longest();
            Files.writeString(
                    clamd.database().resolve("new.ndb"),
                    "Local.New:0:*:" + HexFormat.of().formatHex(PATTERN.getBytes(US_ASCII)) + "\n");
            for (int i = 0; i < RELOADS; i++) {
                clamd.reload(i % 2 == 0);
                traffic.flows();
            }
            Duration longest = traffic.longest();
            traffic.endWithNothingLost();

            System.out.printf(
                    "clamd reloaded %d times: %s; a message took %d ms at most, before %d ms%n",
                    RELOADS, traffic, longest.toMillis(), usual.toMillis());
            assertThat(traffic.putOff()).as("messages put off").isZero();
            assertThat(gateway.log()).doesNotContain("out of service", " ERROR ");
            assertThat(Swaks.send(
                                    gateway.port(),
                                    Mail.withAttachment(
                                            Mail.marker(),
                                            "application/octet-stream",
                                            "a.bin",
                                            PATTERN.getBytes(US_ASCII)))
                            .exit())
                    .isZero();
            assertThat(gateway.mailLogLine("Local.New")).contains("action=replaced");
        }
    }
}
