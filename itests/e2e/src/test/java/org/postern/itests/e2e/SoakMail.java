// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/**
 * A message of everyday mail, and what must come of it.
 *
 * @param marker finds it again
 * @param octets as sent, dots stuffed, without the end marker
 * @param sha256 the digest of these octets
 * @param replaced of which media type the part is that a notice takes the place of; empty if all passes
 */
record SoakMail(String marker, String octets, String sha256, Optional<String> replaced) {
    private static final String BEHIND = "\r\n--=_outer 1\r\nContent-Type: text/html";

    static SoakMail any(Random random) throws IOException {
        String marker = Mail.marker();
        return switch (random.nextInt(20)) {
            case 0 -> of(marker, Mail.withAttachment(marker, "application/x", "large", noise(random, 1 << 20)));
            case 1, 2, 3 -> of(marker, Mail.withAttachment(marker, "image/png", "a", noise(random, 40_000)));
            case 4, 5 -> of(marker, Mail.withAttachment(marker, "application/zip", "a.zip", zip(noise(random, 9000))));
            case 6, 7 -> replaced(marker, "application/x-msdownload", Mail.eicar());
            case 8 -> replaced(marker, "application/zip", zip(Mail.eicar()));
            case 9 -> replaced(marker, "application/zip", zip(zip(Mail.eicar())));
            case 10 -> replaced(marker, "application/zip", Arrays.copyOf(zip(noise(random, 9000)), 4000));
            default -> of(marker, Mail.text(marker) + ("x".repeat(70) + "\r\n").repeat(random.nextInt(100)));
        };
    }

    private static SoakMail replaced(String marker, String type, byte[] content) {
        SoakMail mail = of(marker, Mail.withAttachment(marker, type, "a.bin", content));
        return new SoakMail(marker, mail.octets(), mail.sha256(), Optional.of(type));
    }

    private static SoakMail of(String marker, String message) {
        String stuffed = message.replace("\r\n.", "\r\n..");
        return new SoakMail(marker, stuffed, sha256(stuffed), Optional.empty());
    }

    /** What arrived under its marker is what had to. */
    void check(RecordingServer.Received arrived) {
        if (replaced.isEmpty()) {
            assertThat(arrived.size())
                    .as("octets of %s, which begins with %s", marker, start(arrived.text()))
                    .isEqualTo(octets.length());
            assertThat(arrived.sha256()).as("the digest of " + marker).isEqualTo(sha256);
            return;
        }
        String encoded = Base64.getEncoder().encodeToString(Mail.eicar()).substring(0, 40);
        assertThat(arrived.text())
                .startsWith(octets.substring(0, octets.indexOf("Content-Type: " + replaced.get())))
                .endsWith(octets.substring(octets.indexOf(BEHIND)))
                .contains("postern-notice")
                .doesNotContain(encoded);
    }

    private static String start(String text) {
        return text.substring(0, Math.min(2000, text.length()));
    }

    private static byte[] zip(byte[] content) throws IOException {
        return Mail.zip("inside", content);
    }

    private static byte[] noise(Random random, int size) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }

    private static String sha256(String octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets.getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
