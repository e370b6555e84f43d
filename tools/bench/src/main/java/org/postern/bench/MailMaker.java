// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes mail as it is sent in offices: plain text, text with HTML beside it, text with an attachment (a document in
 * base64, or a zip archive of one). The same seed gives the same mail.
 */
final class MailMaker {
    private static final String[] WORDS =
            ("the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not"
                            + " what all were we when your can said there use an each which she do how their if will up other about"
                            + " out many then them these so some her would make like him into time has look two more write go see"
                            + " number way could people first water been call who its now find long down day did get come made may"
                            + " part invoice report meeting contract attached regards schedule project offer payment customer"
                            + " delivery quarter figures draft minutes budget travel office")
                    .split(" ");
    private static final int FIXED_OCTETS = 1_000;
    private static final int LINE = 70;
    /** What documents of this kind gain by being unpacked. */
    private static final double ZIP_EXPANSION = 1.35;

    private final Random random;

    MailMaker(long seed) {
        random = new Random(seed);
    }

    /** A message of about {@code octets}; its kind goes by {@code number}. The smallest is somewhat above 700 octets. */
    Mail mail(int number, int octets) {
        var room = Math.max(200, octets - FIXED_OCTETS);
        // Nobody writes 30 KB by hand: what is large is an attachment.
        var kind = octets > 30_000 ? 2 + number % 2 : number % 4;
        var body = switch (kind) {
            case 0 -> "Content-Type: text/plain; charset=us-ascii\r\n\r\n" + text(room + 400);
            case 1 -> alternative(room);
            case 2 -> mixed(room, "application/pdf", "report.pdf", document(decoded(room)));
            default ->
                mixed(room, "application/zip", "report.zip", zip(document((int) (decoded(room) * ZIP_EXPANSION))));
        };
        return Mail.of((header(number) + body).getBytes(StandardCharsets.US_ASCII));
    }

    private String header(int number) {
        return "Received: from client.example.net (client.example.net [192.0.2." + (1 + number % 250) + "])\r\n"
                + "\tby mail.example.net (Postfix) with ESMTPSA id " + token() + "\r\n"
                + "\tfor <bob@example.org>; Tue, 24 Nov 2026 10:00:00 +0000 (UTC)\r\n"
                + "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
                + "From: Alice Example <alice@example.net>\r\n"
                + "To: Bob Example <bob@example.org>\r\n"
                + "Message-ID: <" + token() + "@example.net>\r\n"
                + "Subject: " + word() + " " + word() + " " + word() + "\r\n"
                + "User-Agent: Example Mail 1.0\r\n"
                + "MIME-Version: 1.0\r\n";
    }

    private String alternative(int room) {
        var boundary = "=_alternative_" + token();
        return "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n"
                + part(boundary, "text/plain; charset=us-ascii", "7bit", "", text(room / 3))
                + part(
                        boundary,
                        "text/html; charset=us-ascii",
                        "quoted-printable",
                        "",
                        "<html><body style=3D\"margin: 0\">\r\n<p>" + text(room * 2 / 3 - 100)
                                + "</p>\r\n</body></html>\r\n")
                + "--" + boundary + "--\r\n";
    }

    private String mixed(int room, String type, String name, byte[] attachment) {
        var boundary = "=_mixed_" + token();
        return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n"
                + part(boundary, "text/plain; charset=us-ascii", "7bit", "", text(Math.min(1_200, room / 3)))
                + part(
                        boundary,
                        type + "; name=\"" + name + "\"",
                        "base64",
                        "Content-Disposition: attachment; filename=\"" + name + "\"\r\n",
                        Base64.getMimeEncoder().encodeToString(attachment) + "\r\n")
                + "--" + boundary + "--\r\n";
    }

    private static String part(String boundary, String type, String encoding, String disposition, String body) {
        return "--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n"
                + disposition + "\r\n" + body;
    }

    /** How large an attachment may be that fills the room in base64, text and fields of parts counted off. */
    private static int decoded(int room) {
        var left = room - Math.min(1_200, room / 3) - 300;
        return Math.max(64, (int) (left / 1.37));
    }

    /** Lines of words, here and there one that begins with a dot. */
    private String text(int octets) {
        var text = new StringBuilder(octets + 2 * LINE);
        var column = 0;
        while (text.length() < octets) {
            if (column == 0 && random.nextInt(40) == 0) {
                text.append('.');
            }
            var word = word();
            text.append(word).append(' ');
            column += word.length() + 1;
            if (column > LINE) {
                text.append("\r\n");
                column = 0;
            }
        }
        return text.append("\r\n").toString();
    }

    /** As compressible as office documents are: blocks of text between blocks of noise. */
    private byte[] document(int octets) {
        var document = new byte[octets];
        random.nextBytes(document);
        var block = 2_048;
        for (var at = 0; at < octets; at += 2 * block) {
            var length = Math.min(block, octets - at);
            System.arraycopy(text(length).getBytes(StandardCharsets.US_ASCII), 0, document, at, length);
        }
        var mark = "%PDF-1.5\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, document, 0, Math.min(mark.length, octets));
        return document;
    }

    private static byte[] zip(byte[] document) {
        var octets = new ByteArrayOutputStream(document.length);
        try (var zip = new ZipOutputStream(octets)) {
            var entry = new ZipEntry("report.pdf");
            entry.setTime(1_700_000_000_000L);
            zip.putNextEntry(entry);
            zip.write(document);
            zip.closeEntry();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return octets.toByteArray();
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private String token() {
        return String.format("%012x", random.nextLong() & 0xffff_ffff_ffffL);
    }
}
