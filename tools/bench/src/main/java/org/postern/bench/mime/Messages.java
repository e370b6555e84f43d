// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench.mime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The messages that are read. Always the same ones. */
final class Messages {
    private static final String FIELDS =
            "Received: from a.example.org by b.example.org with ESMTP id 1234567;\r\n Mon, 1 Jan 2024 00:00:00 +0000\r\n"
                            .repeat(4)
                    + "From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?Q?x=C3=A4?=\r\n"
                    + "Message-ID: <1@example.org>\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\nMIME-Version: 1.0\r\n";
    private static final String MIXED = FIELDS + "Content-Type: multipart/mixed; boundary=\"=_b1\"\r\n\r\n";
    private static final String TEXT = "--=_b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    private static final String ATTACHMENT = "\r\n--=_b1\r\nContent-Type: application/pdf; name=\"invoice.pdf\"\r\n"
            + "Content-Disposition: attachment; filename=\"invoice.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    private static final String END = "\r\n--=_b1--\r\n";
    private static final String QUOTED =
            FIELDS + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
    private static final String WORDS = "the of and that Grüße für contract invoice über please schöne meeting Müller "
            + "as we discussed Rückmeldung until end month regards gemäß order received attached thanks naïve café";
    private static final int LINE = 76;

    private final Random random = new Random(1);

    /** @return messages of about that size, by what they are */
    Map<String, byte[]> of(int size) {
        var messages = new LinkedHashMap<String, byte[]>();
        messages.put("base64 attachment", octets(MIXED + TEXT + text(200) + ATTACHMENT + base64(size) + END));
        messages.put("quoted-printable text", octets(QUOTED + quotedPrintable(size)));
        messages.put("plain multipart", octets(MIXED + (TEXT + text(size / 10) + "\r\n").repeat(10) + END));
        return messages;
    }

    /** @return small messages, by what they are */
    Map<String, byte[]> small() {
        var messages = new LinkedHashMap<String, byte[]>();
        messages.put("text of 4 KB", octets(FIELDS + "\r\n" + text(3_300)));
        messages.put(
                "4 KB, one small base64 attachment",
                octets(MIXED + TEXT + text(600) + ATTACHMENT + base64(2_100) + END));
        return messages;
    }

    /** @return so many octets of base64 in lines */
    String base64(int size) {
        var content = new byte[size / 78 * 57];
        random.nextBytes(content);
        return Base64.getMimeEncoder().encodeToString(content);
    }

    private String text(int size) {
        var text = new StringBuilder(size + LINE);
        for (var column = 0; text.length() < size; ) {
            var word = Integer.toString(random.nextInt(1_000_000), Character.MAX_RADIX);
            column += word.length() + 1;
            text.append(word).append(column < LINE - 10 ? " " : "\r\n");
            column = column < LINE - 10 ? column : 0;
        }
        return text.append("\r\n").toString();
    }

    private String quotedPrintable(int size) {
        var words = WORDS.split(" ");
        var text = new StringBuilder(size + LINE);
        for (var column = 0; text.length() < size; ) {
            var word = escaped(words[random.nextInt(words.length)]);
            if (column + word.length() > LINE - 3) {
                text.append("=\r\n");
                column = 0;
            }
            var sentenceEnds = random.nextInt(30) == 0;
            text.append(word).append(sentenceEnds ? ".\r\n" : " ");
            column = sentenceEnds ? 0 : column + word.length() + 1;
        }
        return text.append("\r\n").toString();
    }

    private static String escaped(String word) {
        var escaped = new StringBuilder();
        for (var octet : word.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(octet < 0 ? String.format("=%02X", octet & 0xff) : Character.toString(octet));
        }
        return escaped.toString();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
