// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** M06: what cannot be scanned is treated as the profile says, and never passes silently. */
class UnscannableIT {
    private static final String REPLACED_FROM = "Content-Type: application/zip";
    private static PrivatePostfix postfix;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        postfix = PrivatePostfix.start();
        gateway = RunningGateway.before(postfix.address()).start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        postfix.close();
    }

    @Test
    void replacesAnEncryptedZipByDefaultAndPassesItWhereTheProfileAllowsIt() throws Exception {
        String denied = Mail.marker();
        String message = Mail.withAttachment(denied, "application/zip", "secret.zip", Mail.encryptedZip());
        assertThat(Swaks.send(gateway.port(), message).exit()).isZero();
        String arrived = new String(postfix.await(denied), ISO_8859_1);
        String stored = new String(Mail.stored(message), ISO_8859_1);
        assertThat(arrived).startsWith(stored.substring(0, stored.indexOf(REPLACED_FROM)));
        assertThat(arrived).contains("postern-notice");
        assertThat(gateway.mailLogLine("encryptedArchive")).contains("action=replaced");
        assertThat(Quarantined.in(gateway.base()))
                .anySatisfy(original -> assertThat(original).isEqualTo(message.getBytes(ISO_8859_1)));

        gateway.profile("unscannable.encryptedArchive = ALLOW");
        Until.holds("the changed profile", java.time.Duration.ofSeconds(20), () -> {
            String marker = Mail.marker();
            String allowed = Mail.withAttachment(marker, "application/zip", "secret.zip", Mail.encryptedZip());
            assertThat(Swaks.send(gateway.port(), allowed).exit()).isZero();
            return java.util.Arrays.equals(postfix.await(marker), Mail.stored(allowed));
        });
        assertThat(gateway.mailLogLine("action=passed_unscanned")).contains("encryptedArchive");
    }

    @Test
    void treatsATruncatedZipAsDamaged() throws Exception {
        String marker = Mail.marker();
        byte[] zip = Mail.zip("a.txt", Base64.getEncoder().encode(new byte[9000]));
        byte[] half = java.util.Arrays.copyOf(zip, zip.length / 2);
        String message = Mail.withAttachment(marker, "application/zip", "half.zip", half);

        assertThat(Swaks.send(gateway.port(), message).exit()).isZero();

        assertThat(new String(postfix.await(marker), ISO_8859_1)).contains("postern-notice");
        assertThat(gateway.mailLogLine("damaged")).contains("action=replaced");
    }
}
