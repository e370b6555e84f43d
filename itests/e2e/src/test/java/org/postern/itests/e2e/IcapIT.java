// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real client, the gateway with a real c-icap and nothing else, a real server. */
class IcapIT {
    private static PrivatePostfix postfix;
    private static PrivateIcap icap;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        postfix = PrivatePostfix.start();
        icap = PrivateIcap.start();
        gateway = RunningGateway.before(postfix.address());
        icap.configure(gateway, PrivateIcap.EVERYTHING);
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        icap.close();
        postfix.close();
    }

    private static Command send(RunningGateway through, String message) throws Exception {
        return Swaks.send(through.port(), message);
    }

    private static void passes(String marker, String message) throws Exception {
        Command sent = send(gateway, message);
        assertThat(sent.exit()).as(sent.output()).isZero();

        assertThat(new String(postfix.await(marker), ISO_8859_1)).isEqualTo(message.replace("\r\n", "\n"));
        gateway.mailLogLine("size=" + message.length(), "action=passed ");
    }

    private static void arrivesReplaced(String marker, String message, String why) throws Exception {
        Command sent = send(gateway, message);
        assertThat(sent.exit()).as(sent.output()).isZero();

        assertThat(new String(postfix.await(marker), ISO_8859_1)).contains("postern-notice");
        gateway.mailLogLine("size=" + message.length(), "action=replaced", why);
    }

    @Test
    void usesTheServerAndNothingElse() throws Exception {
        assertThat(gateway.printed())
                .contains("engine icap: C-ICAP")
                .contains("at " + icap.address() + "/" + PrivateIcap.EVERYTHING)
                .doesNotContain("engine signature", "pictures");
    }

    @Test
    void passesWhatIsClean() throws Exception {
        String text = Mail.marker();
        passes(text, Mail.text(text));
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        String attached = Mail.marker();
        passes(attached, Mail.withAttachment(attached, "application/octet-stream", "data.bin", content));
        byte[] picture = content.clone();
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 0, picture, 0, 8);
        String pictured = Mail.marker();
        passes(pictured, Mail.withAttachment(pictured, "image/png", "a.png", picture));
        byte[] large = new byte[7_000_000];
        new Random(2).nextBytes(large);
        String heavy = Mail.marker();
        passes(heavy, Mail.withAttachment(heavy, "application/octet-stream", "large.bin", large));
    }

    @Test
    void replacesAnAttachmentAndAZipInAZip() throws Exception {
        String plain = Mail.marker();
        arrivesReplaced(
                plain,
                Mail.withAttachment(plain, "application/octet-stream", "eicar.com", Mail.eicar()),
                "Eicar-Test-Signature");
        String zipped = Mail.marker();
        byte[] zip = Mail.zip("inner.zip", Mail.zip("e.com", Mail.eicar()));
        arrivesReplaced(zipped, Mail.withAttachment(zipped, "image/png", "picture.png", zip), "Eicar-Test-Signature");
    }

    @Test
    void replacesWhatOnlyTheServerKnowsWhereverItStands() throws Exception {
        for (int size : new int[] {0, 1000, 7_000_000}) {
            byte[] content = new byte[size + PrivateClamd.MARKER.length()];
            System.arraycopy(PrivateClamd.MARKER.getBytes(ISO_8859_1), 0, content, size, PrivateClamd.MARKER.length());
            String marker = Mail.marker();
            arrivesReplaced(
                    marker,
                    Mail.withAttachment(marker, "application/octet-stream", "a.bin", content),
                    "Postern.Test.Marker");
        }
    }

    @Test
    void replacesAnEncryptedZip() throws Exception {
        String marker = Mail.marker();
        arrivesReplaced(
                marker,
                Mail.withAttachment(marker, "application/zip", "secret.zip", Mail.encryptedZip()),
                "encryptedArchive");
    }

    /** T21: as Debian sets it up, c-icap lets pictures, and what is larger than 5 MB, pass unread. */
    @Test
    void refusesWhatTheServerDidNotLookAt() throws Exception {
        try (RunningGateway careless = RunningGateway.before(postfix.address())) {
            icap.configure(careless, "virus_scan");
            careless.start();
            assertThat(careless.printed()).contains("it does not look at pictures");
            byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
            for (byte[] content : new byte[][] {picture, new byte[7_000_000]}) {
                String skipped = Mail.marker();
                String message = Mail.withAttachment(skipped, "application/octet-stream", "a", content);

                assertThat(send(careless, message).output()).contains("451 4.7.1");

                careless.mailLogLine("action=refused", "size=" + message.length(), "clean that it had seen");
                assertThat(postfix.find(skipped)).as("not at the server").isEqualTo(Optional.empty());
            }
            String marker = Mail.marker();
            assertThat(send(careless, Mail.text(marker)).exit()).isZero();
        }
    }

    /** T20: c-icap says 500 while its clamd is gone. */
    @Test
    void putsMailOffWhileTheServerCannotScanAndGoesOnByItself() throws Exception {
        icap.clamd().kill();
        try {
            String marker = Mail.marker();
            assertThat(send(gateway, Mail.text(marker)).output()).contains("451 4.7.1");
            assertThat(postfix.find(marker)).as("not at the server").isEqualTo(Optional.empty());
        } finally {
            icap.clamd().startAgain();
        }
        String marker = Mail.marker();
        passes(marker, Mail.text(marker));
    }

    /** T20: the server is killed and comes back. */
    @Test
    void putsMailOffWhileTheServerIsGoneAndGoesOnByItself() throws Exception {
        icap.kill();
        try {
            String marker = Mail.marker();
            String message = Mail.withAttachment(marker, "text/plain", "e.com", Mail.eicar());
            assertThat(send(gateway, message).output()).contains("451 4.7.1");
            assertThat(postfix.find(marker)).as("not at the server").isEqualTo(Optional.empty());
        } finally {
            icap.startAgain();
        }
        String marker = Mail.marker();
        arrivesReplaced(
                marker, Mail.withAttachment(marker, "text/plain", "e.com", Mail.eicar()), "Eicar-Test-Signature");
    }
}
