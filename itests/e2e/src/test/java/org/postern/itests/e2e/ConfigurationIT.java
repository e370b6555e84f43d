// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A bad value changes nothing, now and after a restart. */
class ConfigurationIT {
    private static String subjectOf(PrivatePostfix postfix, RunningGateway gateway) throws Exception {
        String marker = Mail.marker();
        String message = Mail.withAttachment(marker, "application/zip", "a.zip", Mail.zip("e.com", Mail.eicar()));
        Command sent = Swaks.send(gateway.port(), message);
        assertThat(sent.exit()).as(sent.output()).isZero();
        String arrived = new String(postfix.await(marker), ISO_8859_1);
        return arrived.lines()
                .filter(line -> line.startsWith("Subject:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsTheLastGoodValuesWhenAFileIsBadAlsoAfterARestart() throws Exception {
        try (PrivatePostfix postfix = PrivatePostfix.start();
                RunningGateway gateway = RunningGateway.before(postfix.address())) {
            gateway.profile("subjectPrefix = [GOOD] ");
            gateway.start();
            assertThat(subjectOf(postfix, gateway)).startsWith("Subject: [GOOD]");

            gateway.profile("subjectPrefix = [BAD] ", "deadlineSeconds = soon");
            Until.holds(
                    "the refusal of the file",
                    Duration.ofSeconds(10),
                    () -> gateway.log().contains("deadlineSeconds")
                            && gateway.log().contains("soon"));
            assertThat(subjectOf(postfix, gateway)).startsWith("Subject: [GOOD]");

            gateway.stop();
            gateway.start();
            assertThat(gateway.printed()).contains("deadlineSeconds").contains("soon");
            assertThat(subjectOf(postfix, gateway)).startsWith("Subject: [GOOD]");

            gateway.profile("subjectPrefix = [BETTER] ");
            Until.holds(
                    "the mended file",
                    Duration.ofSeconds(20),
                    () -> subjectOf(postfix, gateway).startsWith("Subject: [BETTER]"));
        }
    }

    @Test
    void startsTheRestWhenOneFileIsBadFromTheBeginning() throws Exception {
        try (PrivatePostfix postfix = PrivatePostfix.start();
                RunningGateway gateway = RunningGateway.before(postfix.address())) {
            gateway.profile("mode = ENFORCE");
            gateway.configure("org.postern.rule~wrong.cfg", "profile = missing");
            gateway.start();

            assertThat(gateway.printed()).contains("org.postern.rule~wrong.cfg").contains("missing");
            String marker = Mail.marker();
            assertThat(Swaks.send(gateway.port(), Mail.text(marker)).exit()).isZero();
            postfix.await(marker);
        }
    }

    @Test
    void neverPutsAHalfWrittenFileInForce() throws Exception {
        try (PrivatePostfix postfix = PrivatePostfix.start();
                RunningGateway gateway = RunningGateway.before(postfix.address())) {
            gateway.profile("subjectPrefix = [GOOD] ");
            gateway.start();
            var file = gateway.base().resolve("etc/org.postern.profile~default.cfg");
            // for two seconds the file is never still for long enough to be taken
            for (int i = 0; i < 20; i++) {
                Files.writeString(file, "subjectPrefix = [HALF" + i + "\n");
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                if (i % 5 == 0) {
                    assertThat(subjectOf(postfix, gateway)).doesNotContain("HALF" + i + " ");
                }
            }
            Files.writeString(file, "subjectPrefix = [WHOLE] \n");
            Until.holds(
                    "the whole file",
                    Duration.ofSeconds(20),
                    () -> subjectOf(postfix, gateway).startsWith("Subject: [WHOLE]"));
        }
    }
}
