// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** M05, M10, M14: what is infected is replaced, the rest arrives octet for octet. */
class InfectedMailIT {
    private static PrivatePostfix postfix;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        postfix = PrivatePostfix.start();
        gateway = RunningGateway.before(postfix.address());
        gateway.profile("subjectPrefix = [VIRUS] ");
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        postfix.close();
    }

    /** Sends it, and expects everything but the stretch from one text to the other to arrive as sent. */
    private static String arrivesReplaced(String marker, String message, String from, String to) throws Exception {
        Command sent = Swaks.send(gateway.port(), message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        String arrived = new String(postfix.await(marker), ISO_8859_1);
        String expected = message.replace("\r\n", "\n").replace("Subject: ", "Subject: [VIRUS] ");
        int start = expected.indexOf(from.replace("\r\n", "\n"));
        assertThat(start).isPositive();
        String before = expected.substring(0, start);
        String after = expected.substring(expected.indexOf(to.replace("\r\n", "\n"), start));
        assertThat(arrived).startsWith(before).endsWith(after);
        String notice = arrived.substring(before.length(), arrived.length() - after.length());
        assertThat(notice)
                .startsWith("Content-")
                .doesNotContain("EICAR-STANDARD")
                .contains("postern-notice");
        assertThat(gateway.mailLogLine("size=" + message.length())).contains("action=replaced", "Eicar");
        assertThat(Quarantined.in(gateway.base()))
                .anySatisfy(original -> assertThat(original).isEqualTo(message.getBytes(ISO_8859_1)));
        return notice;
    }

    @Test
    void replacesAnAttachment() throws Exception {
        String marker = Mail.marker();
        String message = Mail.withAttachment(marker, "application/octet-stream", "eicar.com", Mail.eicar());

        String notice = arrivesReplaced(
                marker,
                message,
                "Content-Type: application/octet-stream",
                "\r\n--=_outer 1\r\nContent-Type: text/html");

        assertThat(decoded(notice)).contains("eicar.com");
    }

    @Test
    void replacesAZip() throws Exception {
        String marker = Mail.marker();
        String message = Mail.withAttachment(marker, "application/zip", "a.zip", Mail.zip("e.com", Mail.eicar()));

        arrivesReplaced(marker, message, "Content-Type: application/zip", "\r\n--=_outer 1\r\nContent-Type: text/html");
    }

    @Test
    void replacesAZipInAZip() throws Exception {
        String marker = Mail.marker();
        byte[] zip = Mail.zip("inner.zip", Mail.zip("e.com", Mail.eicar()));
        String message = Mail.withAttachment(marker, "image/png", "picture.png", zip);

        arrivesReplaced(marker, message, "Content-Type: image/png", "\r\n--=_outer 1\r\nContent-Type: text/html");
    }

    @Test
    void replacesThePartOfANestedMessage() throws Exception {
        String marker = Mail.marker();
        String inner = Mail.withAttachment("inner", "application/octet-stream", "eicar.com", Mail.eicar())
                .replace("=_outer 1", "=_inner 2")
                .replace("Subject:", "Thread-Topic:");
        String message = Mail.header(marker)
                + Mail.lines(
                        "Content-Type: multipart/mixed; boundary=outermost",
                        "",
                        "--outermost",
                        "Content-Type: message/rfc822",
                        "")
                + inner
                + Mail.lines("--outermost--");

        arrivesReplaced(
                marker,
                message,
                "Content-Type: application/octet-stream",
                "\r\n--=_inner 2\r\nContent-Type: text/html");
    }

    @Test
    void replacesTheWholeBody() throws Exception {
        String marker = Mail.marker();
        String message = Mail.header(marker)
                + Mail.lines(
                        "Content-Type: application/octet-stream",
                        "Content-Transfer-Encoding: base64",
                        "",
                        Base64.getEncoder().encodeToString(Mail.eicar()))
                + "";
        Command sent = Swaks.send(gateway.port(), message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        String arrived = new String(postfix.await(marker), ISO_8859_1);
        String header = Mail.header(marker).replace("\r\n", "\n").replace("Subject: ", "Subject: [VIRUS] ");
        assertThat(arrived).startsWith(header + "Content-").contains("postern-notice");
        assertThat(arrived)
                .doesNotContain(Base64.getEncoder().encodeToString(Mail.eicar()).substring(0, 40));
    }

    @Test
    void replacesTheWholeBodyOfPlainText() throws Exception {
        String marker = Mail.marker();
        String message = Mail.lines(
                        "X-Test: " + marker,
                        "From: a@example.net",
                        "To: recipient@example.org",
                        "Date: Tue, 24 Nov 2026 08:00:00 +0000",
                        "Message-ID: <" + marker + "@example.net>",
                        "")
                + new String(Mail.eicar(), ISO_8859_1)
                + "\r\n";
        Command sent = Swaks.send(gateway.port(), message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        postfix.await(marker);
        assertThat(postfix.find(marker).orElseThrow())
                .doesNotContain("EICAR-STANDARD")
                .contains("Subject: [VIRUS]", "postern-notice");
    }

    private static String decoded(String notice) {
        String body = notice.substring(notice.indexOf("\n\n") + 2);
        return notice.toLowerCase(java.util.Locale.ROOT).contains("base64")
                ? new String(Base64.getMimeDecoder().decode(body), java.nio.charset.StandardCharsets.UTF_8)
                : body;
    }
}
