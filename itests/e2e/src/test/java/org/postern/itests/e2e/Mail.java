// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Messages, with a marker of their own to find them again. Lines end in CRLF. */
final class Mail {
    private Mail() {}

    /** The EICAR test file; it stands whole nowhere in this repository. */
    static byte[] eicar() {
        return ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").getBytes(US_ASCII);
    }

    static String marker() {
        return "marker-" + UUID.randomUUID();
    }

    static String header(String marker) {
        return lines(
                "X-Test: " + marker,
                "From: Sender <sender@example.net>",
                "To: Recipient <recipient@example.org>",
                "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?= and a",
                "  folded  line",
                "Date: Tue, 24 Nov 2026 08:00:00 +0000",
                "Message-ID: <" + marker + "@example.net>",
                "MIME-Version: 1.0");
    }

    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    static String base64(byte[] octets) {
        return Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(octets) + "\r\n";
    }

    static String text(String marker) {
        return header(marker)
                + lines(
                        "Content-Type: text/plain; charset=utf-8",
                        "Content-Transfer-Encoding: 8bit",
                        "",
                        "A text with gr\u00fc\u00dfen, a line of one dot:",
                        ".",
                        "..two dots, \ttabs and  spaces at the end  ",
                        "-- ",
                        "end");
    }

    /** A text and one attachment of that type and name. */
    static String withAttachment(String marker, String type, String name, byte[] content) {
        return header(marker)
                + lines(
                        "Content-Type: multipart/mixed;",
                        "\tboundary=\"=_outer 1\"",
                        "",
                        "This is a message in several parts.",
                        "--=_outer 1",
                        "Content-Type: text/plain",
                        "",
                        "Look at the attachment.",
                        "--=_outer 1",
                        "X-Own-Field: stays",
                        "Content-Type: " + type + "; name=\"" + name + "\"",
                        "Content-Transfer-Encoding: base64",
                        "Content-Disposition: attachment; filename=\"" + name + "\"",
                        "")
                + base64(content)
                + lines(
                        "--=_outer 1",
                        "Content-Type: text/html",
                        "Content-Transfer-Encoding: quoted-printable",
                        "",
                        "<p>caf=C3=A9 =",
                        "and more</p>",
                        "--=_outer 1--",
                        "An epilogue.");
    }

    static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }

    /** Made by {@code zip -P secret}: one stored entry under the traditional encryption. */
    static byte[] encryptedZip() throws Exception {
        var folder = Files.createTempDirectory("postern-zip");
        try {
            Files.writeString(folder.resolve("secret.txt"), "nobody can look at this");
            Command zipped = Command.run(List.of(
                    "zip",
                    "-q",
                    "-j",
                    "-P",
                    "secret",
                    folder.resolve("secret.zip").toString(),
                    folder.resolve("secret.txt").toString()));
            assertThat(zipped.exit()).as(zipped.output()).isZero();
            return Files.readAllBytes(folder.resolve("secret.zip"));
        } finally {
            Folders.delete(folder);
        }
    }

    /** @return the message as a server stores it that ends lines by LF */
    static byte[] stored(String message) {
        return message.replace("\r\n", "\n").getBytes(ISO_8859_1);
    }
}
