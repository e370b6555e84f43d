// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.api.mime.HeaderField;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

class LenientMimeReaderTest {
    private static final String MESSAGE = String.join(
            "\r\n",
            "Subject: a",
            "  folded subject",
            "Content-Type: multipart/mixed; boundary=b",
            "",
            "pre",
            "--b",
            "X-A : 1",
            "Content-Type: text/plain",
            "",
            "one",
            "",
            "--b",
            "",
            "two",
            "--b--",
            "epi",
            "");

    private static final String ENCODED = "Content-Transfer-Encoding: base64";

    private final MemorySpool spool = new MemorySpool();
    private final LenientMimeReader reader = new LenientMimeReader(spool);

    /** Long bodies are passed over in pieces of 64 KiB, and a delimiter may stand across two of them. */
    @Test
    void findsDelimitersWhereverTheyStandBehindALongBody() throws IOException {
        for (String end : List.of("\r\n", "\n")) {
            for (int length = 65_200; length < 65_700; length++) {
                String head = String.join(end, "Content-Type: multipart/mixed; boundary=b", "", "--b", ENCODED, "", "");
                String line = "QUJD".repeat(19) + end;
                String body = line.repeat(length / line.length()) + "Q".repeat(length % line.length());
                String tail = String.join(end, "", "--b", ENCODED, "", "QUJD", "--b--", "");

                try (MessageStructure structure = read(head + body + tail)) {
                    assertThat(structure.readings()).hasSize(1);
                    assertThat(structure.first().leaves())
                            .extracting(part -> part.body().length())
                            .as("%d octets", length)
                            .containsExactly((long) body.length(), 4L);
                }
            }
        }
    }

    @Test
    void rangesAreExact() throws IOException {
        try (MessageStructure structure = read(MESSAGE)) {
            Part root = structure.first().root();
            Part one = root.children().get(1);

            assertThat(Outline.raw(root, root.whole())).isEqualTo(MESSAGE);
            assertThat(Outline.raw(root, root.header()))
                    .isEqualTo("Subject: a\r\n  folded subject\r\nContent-Type: multipart/mixed; boundary=b\r\n");
            assertThat(Outline.raw(root, root.body())).startsWith("pre\r\n--b").endsWith("--b--\r\nepi\r\n");
            assertThat(Outline.raw(root, root.fields().get(0).range())).isEqualTo("Subject: a\r\n  folded subject\r\n");
            assertThat(Outline.raw(one, one.whole())).isEqualTo("X-A : 1\r\nContent-Type: text/plain\r\n\r\none\r\n");
            assertThat(Outline.raw(one, one.body())).isEqualTo("one\r\n");
            assertThat(one.fields()).extracting(HeaderField::name).containsExactly("X-A", "Content-Type");
            assertThat(Outline.raw(one, one.fields().get(0).range())).isEqualTo("X-A : 1\r\n");
            assertThat(root.children()).extracting(Part::path).containsExactly("0.pre", "1", "2", "0.epi");
        }
    }

    @Test
    void theAnchorOfWhatIsTwiceEncodedIsThePartInTheOriginal() throws IOException {
        String inner =
                "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSubject: x=\r\n\r\n\r\nbody";
        String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(inner.getBytes(StandardCharsets.US_ASCII))
                + "\r\n--b--\r\n";

        try (MessageStructure structure = read(message)) {
            Part encoded = structure.first().root().children().get(0);
            Part deepest = structure.first().leaves().get(0);

            assertThat(deepest.path()).isEqualTo("1.1.1");
            assertThat(Outline.raw(deepest, deepest.body())).isEqualTo("body");
            assertThat(deepest.source())
                    .isInstanceOfSatisfying(
                            PartSource.Decoded.class,
                            decoded -> assertThat(decoded.anchor()).isEqualTo(encoded.whole()));
            assertThat(spool.open).isPositive();
        }

        assertThat(spool.open).isZero();
    }

    @Test
    void anEncryptedPartDoesNotCoverALimit() throws IOException {
        String message = "Content-Type: multipart/encrypted; boundary=b\r\n\r\n" + "--b\r\n\r\n".repeat(10_001);

        try (MessageStructure structure = read(message)) {
            assertThat(structure.unscannable()).extracting(Unscannable::reason).contains(UnscannableReason.LIMITS);
            assertThat(structure.first().parts()).hasSizeGreaterThan(9_000);
        }
    }

    @Test
    void twiceTheSameFieldIsOneReading() throws IOException {
        try (MessageStructure structure = read("Content-Type: text/html\r\nContent-Type: text/html\r\n\r\nx")) {
            assertThat(structure.readings()).hasSize(1);
            assertThat(structure.ambiguities()).isEmpty();
        }
    }

    @Test
    void aThirdDifferentTypeIsNeverSilent() throws IOException {
        try (MessageStructure structure =
                read("Content-Type: a/a\r\nContent-Type: multipart/mixed; boundary=b\r\nContent-Type: c/c\r\n\r\nx")) {
            assertThat(structure.unscannable())
                    .extracting(Unscannable::reason)
                    .contains(UnscannableReason.TOO_MANY_READINGS);
        }
    }

    @Test
    void aBrokenSpoolIsThrownAndLeavesNothingBehind() {
        spool.broken = true;

        assertThatThrownBy(() -> read("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA"))
                .isInstanceOf(IOException.class);
        assertThat(spool.open).isZero();
    }

    @Test
    void emptyAndHeaderlessMessagesHaveARoot() throws IOException {
        for (String message : new String[] {"", "\r\n", "text", "\r\ntext", "Subject: x", "From x\r\n"}) {
            try (MessageStructure structure = read(message)) {
                Part root = structure.first().root();
                assertThat(Outline.raw(root, root.whole())).isEqualTo(message);
                assertThat(root.isLeaf()).isTrue();
            }
        }
    }

    /** M06: each reason has a policy of its own, so none may hide another. */
    @Test
    void everyReasonWhyItCannotBeScannedIsNamed() throws IOException {
        String parameters =
                IntStream.range(0, 200).mapToObj(n -> "; p" + n + "=x").collect(Collectors.joining());
        String message = String.join(
                "\r\n",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: message/partial; id=1",
                "",
                "half",
                "--b",
                "Content-Type: multipart/encrypted; boundary=c",
                "",
                "--c--",
                "--b",
                "Content-Type: text/plain" + parameters,
                "",
                "text",
                "--b--",
                "");

        try (MessageStructure structure = read(message)) {
            assertThat(structure.unscannable())
                    .extracting(Unscannable::reason)
                    .containsExactlyInAnyOrder(
                            UnscannableReason.PARTIAL, UnscannableReason.ENCRYPTED_MESSAGE, UnscannableReason.LIMITS);
        }
    }

    private MessageStructure read(String message) throws IOException {
        return reader.read(Octets.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
