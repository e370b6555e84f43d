// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real client, the gateway with a real clamd and nothing else, a real server. */
class ClamdIT {
    private static final int STREAM_MAX = 3_000_000;

    private static PrivatePostfix postfix;
    private static PrivateClamd clamd;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        postfix = PrivatePostfix.start();
        clamd = PrivateClamd.start(
                "AlertEncrypted yes",
                "AlertExceedsMax yes",
                "StreamMaxLength " + STREAM_MAX,
                "MaxFiles 20",
                "MaxRecursion 6");
        gateway = RunningGateway.before(postfix.address()).with("--clamd", clamd.address());
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        clamd.close();
        postfix.close();
    }

    private static void passes(String marker, String message) throws Exception {
        send(message);

        assertThat(new String(postfix.await(marker), ISO_8859_1)).isEqualTo(message.replace("\r\n", "\n"));
        assertThat(gateway.mailLogLine("size=" + message.length())).contains("action=passed ");
    }

    /** The part is replaced, and all before and after it arrives as sent. */
    private static void arrivesWithoutItsAttachment(String marker, String message, String type, String why)
            throws Exception {
        send(message);

        String arrived = new String(postfix.await(marker), ISO_8859_1);
        String sent = message.replace("\r\n", "\n");
        int start = sent.indexOf("Content-Type: " + type);
        assertThat(arrived)
                .startsWith(sent.substring(0, start))
                .endsWith(sent.substring(sent.indexOf("\n--=_", start)))
                .contains("postern-notice");
        assertThat(gateway.mailLogLine("size=" + message.length())).contains("action=replaced", why);
        assertThat(Quarantined.in(gateway.base()))
                .anySatisfy(original -> assertThat(original).isEqualTo(message.getBytes(ISO_8859_1)));
    }

    private static void send(String message) throws Exception {
        Command sent = Swaks.send(gateway.port(), message);
        assertThat(sent.exit()).as(sent.output()).isZero();
    }

    @Test
    void usesClamdAndNothingElse() throws Exception {
        assertThat(gateway.printed())
                .contains("engine clamd: ClamAV")
                .contains("at " + clamd.address())
                .doesNotContain("engine signature", "AlertEncrypted", "AlertExceedsMax");
        assertThat(Files.readString(gateway.base().resolve("etc/org.postern.scan.clamd~cli.cfg")))
                .contains("addresses = " + clamd.address());
    }

    @Test
    void passesWhatIsClean() throws Exception {
        String text = Mail.marker();
        passes(text, Mail.text(text));
        String attached = Mail.marker();
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        passes(attached, Mail.withAttachment(attached, "application/octet-stream", "data.bin", content));
        String zipped = Mail.marker();
        passes(zipped, Mail.withAttachment(zipped, "application/zip", "a.zip", Mail.zip("a.txt", new byte[5000])));
    }

    @Test
    void replacesAnAttachmentAndAZipInAZip() throws Exception {
        String plain = Mail.marker();
        arrivesWithoutItsAttachment(
                plain,
                Mail.withAttachment(plain, "application/octet-stream", "eicar.com", Mail.eicar()),
                "application/octet-stream",
                "Eicar-Test-Signature");
        String zipped = Mail.marker();
        byte[] zip = Mail.zip("inner.zip", Mail.zip("e.com", Mail.eicar()));
        arrivesWithoutItsAttachment(
                zipped,
                Mail.withAttachment(zipped, "image/png", "picture.png", zip),
                "image/png",
                "Eicar-Test-Signature");
    }

    @Test
    void replacesWhatOnlyClamdKnows() throws Exception {
        String marker = Mail.marker();
        byte[] content = ("before " + PrivateClamd.MARKER + " after").getBytes(ISO_8859_1);
        arrivesWithoutItsAttachment(
                marker,
                Mail.withAttachment(marker, "application/octet-stream", "a.bin", content),
                "application/octet-stream",
                "Postern.Test.Marker");
    }

    @Test
    void replacesThePartOfANestedMessage() throws Exception {
        String marker = Mail.marker();
        String inner = Mail.withAttachment("inner", "application/octet-stream", "eicar.com", Mail.eicar())
                .replace("=_outer 1", "=_inner 2");
        String message = Mail.header(marker)
                + Mail.lines(
                        "Content-Type: multipart/mixed; boundary=outermost",
                        "",
                        "--outermost",
                        "Content-Type: message/rfc822",
                        "")
                + inner
                + Mail.lines("--outermost--");

        arrivesWithoutItsAttachment(marker, message, "application/octet-stream", "Eicar-Test-Signature");
    }

    @Test
    void replacesTheWholeBody() throws Exception {
        String marker = Mail.marker();
        String encoded = Base64.getEncoder().encodeToString(Mail.eicar());
        send(Mail.header(marker)
                + Mail.lines(
                        "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64", "", encoded));

        String arrived = new String(postfix.await(marker), ISO_8859_1);
        assertThat(arrived)
                .startsWith(Mail.header(marker).replace("\r\n", "\n") + "Content-")
                .contains("postern-notice")
                .doesNotContain(encoded.substring(0, 40));
    }

    /** M06: by clamd's AlertEncrypted; the gateway finds it as well. */
    @Test
    void replacesAnEncryptedZip() throws Exception {
        String marker = Mail.marker();
        byte[] zip = Mail.zip("secret.txt", new byte[100]);
        zip[6] |= 1;
        zip[new String(zip, ISO_8859_1).indexOf("PK\1\2") + 8] |= 1;
        String message = Mail.withAttachment(marker, "application/zip", "secret.zip", zip);

        arrivesWithoutItsAttachment(marker, message, "application/zip", "encryptedArchive");

        assertThat(gateway.mailLogLine("size=" + message.length())).contains("Heuristics.Encrypted.Zip");
    }

    /** M07: the gateway itself would look into more. */
    @Test
    void replacesWhatExceedsTheLimitsOfClamd() throws Exception {
        String many = Mail.marker();
        String manyFiles = Mail.withAttachment(many, "application/zip", "many.zip", Bombs.manyOf(new byte[100], 30));
        arrivesWithoutItsAttachment(many, manyFiles, "application/zip", "limits");
        assertThat(gateway.mailLogLine("size=" + manyFiles.length())).contains("Heuristics.Limits.Exceeded");
        String deep = Mail.marker();
        String nested = Mail.withAttachment(deep, "application/zip", "deep.zip", Bombs.nested(7));
        arrivesWithoutItsAttachment(deep, nested, "application/zip", "limits");
        assertThat(gateway.mailLogLine("size=" + nested.length())).contains("Heuristics.Limits.Exceeded");
    }

    /** T21: over StreamMaxLength clamd answers in the middle of the stream and closes. */
    @Test
    void replacesWhatClamdDoesNotTakeForItsSize() throws Exception {
        String marker = Mail.marker();
        byte[] content = new byte[2 * STREAM_MAX];
        new Random(2).nextBytes(content);
        String message = Mail.withAttachment(marker, "application/octet-stream", "large.bin", content);
        send(message);

        assertThat(new String(postfix.await(marker), ISO_8859_1)).contains("postern-notice");
        assertThat(gateway.mailLogLine("size=" + message.length())).contains("tooLarge", "StreamMaxLength");
    }
}
