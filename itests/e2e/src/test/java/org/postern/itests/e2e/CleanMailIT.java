// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** M10, M12: what is clean arrives octet for octet. */
class CleanMailIT {
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

    private static void passes(String marker, String message) throws Exception {
        Command sent = Swaks.send(gateway.port(), message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(new String(postfix.await(marker), ISO_8859_1)).isEqualTo(message.replace("\r\n", "\n"));
        assertThat(gateway.mailLogLine("size=" + message.length()))
                .contains("action=passed ", "from=sender@example.net", "to=recipient@example.org");
    }

    @Test
    void passesTextWithDotsAndOctetsAbove127() throws Exception {
        String marker = Mail.marker();
        passes(marker, Mail.text(marker));
    }

    @Test
    void passesAttachments() throws Exception {
        String marker = Mail.marker();
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        passes(marker, Mail.withAttachment(marker, "application/octet-stream", "data.bin", content));
    }

    @Test
    void passesZipsThatHoldNothingBad() throws Exception {
        String marker = Mail.marker();
        passes(marker, Mail.withAttachment(marker, "application/zip", "a.zip", Mail.zip("a.txt", new byte[5000])));
    }

    @Test
    void passesMessagesWithoutBody() throws Exception {
        String marker = Mail.marker();
        passes(marker, Mail.header(marker) + "\r\n");
    }

    @Test
    void passesWhatIsNoMimeAtAll() throws Exception {
        String marker = Mail.marker();
        passes(
                marker,
                Mail.lines(
                        "X-Test: " + marker,
                        "From: a@example.net",
                        "To: recipient@example.org",
                        "Date: Tue, 24 Nov 2026 08:00:00 +0000",
                        "Message-ID: <" + marker + "@example.net>",
                        "",
                        "no MIME",
                        "--looks like a boundary",
                        ""));
    }
}
