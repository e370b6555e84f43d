// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** T47: what was clean by the signatures of yesterday is found by those of today, octet for octet the same mail. */
class SignatureUpdateIT {
    private static final String PATTERN = "harmless until today";
    private static final String CLEAN_SAMPLE = "asks its engines now and then";
    private static final String SIGNATURE = "Local.New:0:*:" + hexadecimal(PATTERN) + "\n";

    @Test
    void findsInTheSameMessageWhatNewSignaturesKnow() throws Exception {
        findsAfter(gateway -> {
            Files.writeString(directory(gateway).resolve("local.ndb"), SIGNATURE);
            gateway.configure("org.postern.scan.signature.cfg", "maxConcurrent = 3");
        });
    }

    @Test
    void findsItWhenNothingButAFileWasWritten() throws Exception {
        findsAfter(gateway -> Files.writeString(directory(gateway).resolve("local.ndb"), SIGNATURE));
    }

    @Test
    void findsItWhenAFileWithWildcardsWasPutInPlace() throws Exception {
        findsAfter(gateway -> {
            Path draft = Files.writeString(
                    directory(gateway).resolve("draft"),
                    "Local.New:0:*:" + hexadecimal("harmless") + "{1-20}" + hexadecimal("today") + "\n");
            Files.move(draft, draft.resolveSibling("local.ndb"), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** Signatures by which the engine calls everything infected put it out of service as they come, and it back as they go. */
    @Test
    void testsItselfByEachChangeOfItsFiles() throws Exception {
        try (PrivatePostfix postfix = PrivatePostfix.start();
                RunningGateway gateway = RunningGateway.before(postfix.address())) {
            gateway.profile("engineWaitSeconds = 1");
            gateway.start();
            Path file = directory(gateway).resolve("local.ndb");

            Files.writeString(file, "Local.Everything:0:*:" + hexadecimal(CLEAN_SAMPLE) + "\n");
            Until.holds(
                    "the engine's end",
                    Duration.ofSeconds(20),
                    () -> gateway.log()
                            .contains("engine signature is out of service: it calls a clean sample infected"));
            String marker = Mail.marker();
            assertThat(Swaks.send(gateway.port(), Mail.text(marker)).output()).contains("<** 451 4.7.1 ");

            Files.delete(file);
            Until.holds(
                    "mail flows again",
                    Duration.ofSeconds(20),
                    () -> Swaks.send(gateway.port(), Mail.text(marker)).exit() == 0);
            assertThat(gateway.log().split("engine signature is in service", -1))
                    .hasSize(3);
        }
    }

    /** A change of the signatures while the gateway runs. */
    @FunctionalInterface
    private interface Change {
        void make(RunningGateway gateway) throws IOException;
    }

    private static void findsAfter(Change change) throws Exception {
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

            change.make(gateway);

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

    private static Path directory(RunningGateway gateway) throws IOException {
        return Files.createDirectories(gateway.base().resolve("etc/signatures"));
    }

    private static String hexadecimal(String text) {
        return HexFormat.of().formatHex(text.getBytes(US_ASCII));
    }

    private static int count(String log) {
        return log.split("action=replaced", -1).length - 1;
    }
}
