// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.mime.Reading;
import org.postern.api.policy.Action;
import org.postern.api.spool.Octets;

/**
 * M01 to M03, M05: several tricks in one message. Malware that some program shows is taken out for each of them, and what stays came
 * in the message.
 */
class TricksTest {
    private static final Pattern INSERTED = Pattern.compile("(MIME-Version: 1\\.0\r\n)?"
            + Pattern.quote(PlainNotices.FIELDS) + "|\\[\\[removed: [^\\]]*\\]\\]|\\[removed by the mail gateway\\]");
    private static final String CODE = Mail.base64(TextScanner.VIRUS).strip();

    private static final List<String> TYPES = List.of(
            "Content-Type: multipart/mixed; boundary=b",
            "Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=b",
            "Content-Type: multipart/mixed; boundary=b\r\nContent-Type: text/plain",
            "Content-Type: multipart/mixed; boundary=c; boundary=b",
            "Content-Type: multipart/mixed; boundary=c; boundary*=us-ascii''b",
            "Content-Type: =?us-ascii?Q?multipart/mixed=3B_boundary=3Db?=",
            "Content-Type: multi(c)part/mixed; boundary=b",
            "Content-Type: multipart/mixed",
            "Content-Type : multipart/mixed; boundary=b",
            "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: quoted-printable");
    private static final List<String> DELIMITERS =
            List.of("--b", " --b", "--B", "--bx", "--b--\r\n--b", "--b--", "x\r--b", "x\n--b");
    private static final List<String> ENCODINGS = List.of(
            "base64",
            "base64, 8bit",
            "7bit, base64",
            "base(c)64",
            "=?us-ascii?B?YmFzZTY0?=",
            "7bit\r\nContent-Transfer-Encoding: base64",
            "base64\r\nContent-Transfer-Encoding: 7bit",
            "base64\r\nno field",
            "base64\r\n \r\nX: y");
    private static final List<String> BODIES = List.of(
            CODE,
            CODE.replaceAll("(...)", "$1="),
            CODE + "\r\n=\r\nfooter of a list",
            CODE.replaceAll("(.)", "$1\r\n"),
            CODE.replaceAll("(.{5})", "$1!"));
    private static final List<String> AROUND = List.of(
            "%s",
            "Content-Type: message/rfc822\r\n\r\n%s",
            "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nSubject: inner\r\n%s",
            "Content-Type: message/news\r\n\r\nSubject: inner\r\n%s",
            "Content-Type: multipart/digest; boundary=o\r\n\r\n--o\r\n\r\n%s\r\n--o--\r\n",
            "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nhello\r\n--o--\r\n%s\r\n--o--\r\n");

    @Provide
    Arbitrary<String> messages() {
        return Combinators.combine(
                        Arbitraries.of(AROUND),
                        Arbitraries.of(TYPES),
                        Arbitraries.of(DELIMITERS),
                        Arbitraries.of(ENCODINGS),
                        Arbitraries.of(BODIES))
                .as((around, type, delimiter, encoding, body) -> "Subject: kept\r\n"
                        + around.formatted(type + "\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n" + delimiter
                                + "\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: " + encoding
                                + "\r\n\r\n" + body + "\r\n--b--\r\n"));
    }

    @Property(tries = 1500)
    void malwareIsTakenOutHoweverSeveralTricksHideIt(@ForAll("messages") String message) throws IOException {
        Mill mill = new Mill();

        Mill.Result result = mill.process(message);

        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(result.text()).startsWith("Subject: kept\r\n");
        assertThat(holdsMalware(mill, result.text())).isFalse();
        assertThat(isWithin(INSERTED.matcher(result.text()).replaceAll(""), message))
                .as(result.text())
                .isTrue();
        assertThat(mill.quarantine.kept()).containsExactly(message);
    }

    private static boolean holdsMalware(Mill mill, String text) throws IOException {
        try (MessageStructure structure = mill.mime.read(Octets.of(text.getBytes(ISO_8859_1)))) {
            for (Reading reading : structure.readings()) {
                for (Part leaf : reading.leaves()) {
                    try (InputStream in = mill.mime.decode(leaf)) {
                        if (new String(in.readAllBytes(), ISO_8859_1).contains(TextScanner.VIRUS)) {
                            return true;
                        }
                    }
                }
            }
        }
        return text.replaceAll("[\r\n=!]", "").contains(CODE.replace("=", ""));
    }

    private static boolean isWithin(String left, String whole) {
        int at = 0;
        for (char character : left.replaceAll("[\r\n]", "").toCharArray()) {
            at = whole.indexOf(character, at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }
}
