// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** T47: what was clean by the signatures of yesterday is found by those of today, octet for octet the same mail. */
class SignatureUpdateIT {
    private static final String PATTERN = "harmless until today";

    @Test
    void findsInTheSameMessageWhatNewSignaturesKnow() throws Exception {
        try (PrivatePostfix postfix = PrivatePostfix.start();
                RunningGateway gateway =
                        RunningGateway.before(postfix.address()).start()) {
            String marker = Mail.marker();
            String message =
                    Mail.withAttachment(marker, "application/octet-stream", "a.bin", PATTERN.getBytes(US_ASCII));
            for (int i = 0; i < 3; i++) {
                assertThat(Swaks.send(gateway.port(), message).exit()).isZero();
            }
            postfix.await(marker);
            assertThat(gateway.mailLog()).doesNotContain("action=replaced");

            Path signatures = Files.createDirectories(gateway.base().resolve("etc/signatures"));
            String hexadecimal = HexFormat.of().formatHex(PATTERN.getBytes(US_ASCII));
            Files.writeString(signatures.resolve("local.ndb"), "Local.New:0:*:" + hexadecimal + "\n");
            gateway.configure("org.postern.scan.signature.cfg", "maxConcurrent = 3");

            Until.holds("the new signature is in force", Duration.ofSeconds(20), () -> {
                assertThat(Swaks.send(gateway.port(), message).exit()).isZero();
                return gateway.mailLog().contains("action=replaced");
            });
            assertThat(gateway.mailLogLine("action=replaced")).contains("Local.New");
            int replaced = count(gateway.mailLog());
            assertThat(Swaks.send(gateway.port(), message).exit()).isZero();
            Until.holds("it stays so", Duration.ofSeconds(10), () -> count(gateway.mailLog()) == replaced + 1);
        }
    }

    private static int count(String log) {
        return log.split("action=replaced", -1).length - 1;
    }
}
