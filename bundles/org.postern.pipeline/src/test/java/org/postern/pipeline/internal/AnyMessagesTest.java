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
import org.postern.api.policy.Refusal;
import org.postern.api.policy.Treatment;
import org.postern.api.spool.Octets;

/** M01, M02, M10, M14: messages of which hardly one is as it should be. What is clean goes on octet for octet. */
class AnyMessagesTest {
    private static final Pattern INSERTED = Pattern.compile("(MIME-Version: 1\\.0\r\n)?"
            + Pattern.quote(PlainNotices.FIELDS) + "|\\[\\[removed: [^\\]]*\\]\\]|\\[removed by the mail gateway\\]");
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "\0",
            "\t ",
            "--a\r\n",
            "--a--",
            "--b\r\n",
            " --a\r\n",
            "--A\r\n",
            "x--b--\r\n",
            "From x\r\n",
            "Subject: x\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: multipart/mixed; boundary=a\r\n\r\n",
            "Content-Type: multipart/digest; boundary=b\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n",
            "Content-Type: message/rfc822\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=a\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            "Content-Type: message/news\r\n\r\n",
            "Content-Transfer-Encoding: base64, 8bit\r\n",
            "Content-Transfer-Encoding : base64\r\n\r\n",
            "Content-Type: message/partial\r\n\r\n",
            "Content-Type: multipart/encrypted; boundary=a\r\n\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n",
            "LS1hDQoNCng=",
            "begin 644 x\r\n#0V%T\r\nend\r\n",
            "=41=\r\n",
            "text",
            "\u00e4\u00ff");

    /** Readable or not: as it stands, and under two encodings. */
    private static final List<String> MALWARE = List.of(
            TextScanner.VIRUS,
            TextScanner.VIRUS + "\r\n",
            Mail.base64(TextScanner.VIRUS) + "\r\n",
            Mail.base64(TextScanner.VIRUS).replaceAll("(...)", "$1=") + "\r\n",
            "begin-base64 644 x\r\n" + Mail.base64(TextScanner.VIRUS) + "\r\n====\r\n");

    @Provide
    Arbitrary<String> infected() {
        Arbitrary<List<String>> odd = Arbitraries.of(PIECES).list().ofMaxSize(25);
        return Combinators.combine(odd, Arbitraries.of(MALWARE), odd, Arbitraries.of(MALWARE), odd)
                .as((before, one, between, two, after) ->
                        String.join("", before) + one + String.join("", between) + two + String.join("", after));
    }

    /** What was inserted is known by its looks, and what else is there came in that order. */
    @Property(tries = 2000)
    void neverBringMalwareAlongAndLoseNothingThatTheyKeep(@ForAll("infected") String message) throws IOException {
        Mill mill = new Mill();
        mill.profile.unscannable = Treatment.ALLOW;

        Mill.Result result = mill.process(message);

        if (result.delivered().isEmpty()) {
            assertThat(result.refusal()).isEqualTo(Refusal.NOT_REPLACEABLE);
        } else if (result.processing().action() == Action.REPLACED) {
            assertThat(holdsMalware(mill, result.text())).isFalse();
            assertThat(isWithin(INSERTED.matcher(result.text()).replaceAll(""), message))
                    .as(result.text())
                    .isTrue();
            assertThat(mill.quarantine.kept()).containsExactly(message);
        } else {
            assertThat(result.text()).isEqualTo(message);
            assertThat(holdsMalware(mill, message)).isFalse();
        }
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
        return text.contains(TextScanner.VIRUS);
    }

    /** Line ends apart, of which one may be needed where a header had no end. */
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

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.oneOf(
                Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(octets -> new String(octets, ISO_8859_1)));
    }

    @Property(tries = 1000)
    void passAsTheyCameWhereTheProfileAllowsWhatCannotBeRead(@ForAll("messages") String message) {
        Mill mill = new Mill();
        mill.profile.unscannable = Treatment.ALLOW;
        mill.profile.subjectPrefix = "[changed] ";

        Mill.Result result = mill.process(message);

        assertThat(result.text()).isEqualTo(message);
        assertThat(mill.quarantine.kept()).isEmpty();
    }
}
