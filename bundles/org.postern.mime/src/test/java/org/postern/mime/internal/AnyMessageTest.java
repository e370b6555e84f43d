// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.Reading;
import org.postern.api.spool.Octets;

/** What holds for any message whatever: no exception, exact ranges, nothing out of sight, nothing left behind. */
class AnyMessageTest {
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            "--a",
            "--a--",
            "--b",
            "--b--",
            "--ab",
            "--",
            "\r\n--a\r\n",
            "\r\n--b\r\n",
            "\r\n--a--\r\n",
            "Content-Type: multipart/mixed; boundary=a\r\n",
            "Content-Type: multipart/digest; boundary=\"b\"\r\n",
            "Content-Type: multipart/mixed\r\n",
            "Content-Type: multipart/mixed; boundary=a; boundary=b (\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: text/plain; name*0*=utf-8''%41; name*1=\"\\\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n",
            "Content-Transfer-Encoding: x-uuencode\r\n",
            "Content-Disposition: attachment; filename==?utf-8?Q?=41?=\r\n",
            "begin 644 x\r\n",
            "#0V%T\r\n",
            "end\r\n",
            "begin-base64 644 x\r\n",
            "====\r\n",
            "=ybegin part=1 line=128 size=3 name=a\r\n",
            "=yend\r\n",
            "(This file must be converted with BinHex 4.0)\r\n",
            ":\"@%ZBfpY!&4&@&4dG(Kd!*!&ZJ#3\"MejBQ9RD@iJE'PZC6dc-L\r\n",
            "eJ8+IgEAAgKQBgAOAAAA",
            "MIAGCSqGSIb3DQEHAqCAMIA=",
            "\u0000\u0005\u0016\u0007",
            "LS1hDQoNCng=",
            "Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMg0KDQo=",
            "=\r\n",
            "=41",
            "text",
            "From x\r\n",
            ": x\r\n",
            "-----BEGIN PGP MESSAGE-----\r\n",
            "\u00e4\u00ff");

    @Provide
    Arbitrary<byte[]> messages() {
        return Arbitraries.of(PIECES)
                .list()
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 3000)
    void messagesOfSuspiciousPieces(@ForAll("messages") byte[] message) throws IOException {
        check(message);
    }

    @Property(tries = 300)
    void anyOctets(@ForAll byte[] message) throws IOException {
        check(message);
    }

    @Property(tries = 1500)
    void mutatedMessages(@ForAll Random random) throws IOException {
        byte[] message = (NORMAL + NORMAL.replace("outer", "other")).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(12); i >= 0; i--) {
            message = mutated(message, random);
        }
        check(message);
    }

    static void check(byte[] message) throws IOException {
        MemorySpool spool = new MemorySpool();
        LenientMimeReader reader = new LenientMimeReader(spool);
        try (MessageStructure structure = reader.read(Octets.of(message))) {
            assertThat(structure.readings()).hasSizeLessThanOrEqualTo(16);
            assertThat(unseen(structure.first(), message)).isBlank();
            for (Reading reading : structure.readings()) {
                Invariants.check(reading);
                for (Part part : reading.parts()) {
                    try (InputStream in = reader.decode(part)) {
                        in.readAllBytes();
                    }
                }
            }
        }
        assertThat(spool.open).isZero();
        assertThat(spool.octetsTaken).isLessThanOrEqualTo(203L * message.length + (1 << 20) + 1);
    }

    /** What of the original stands in no header, no leaf, no part that was decoded, and is no boundary line. */
    private static String unseen(Reading reading, byte[] message) {
        byte[] left = message.clone();
        for (Part part : reading.parts()) {
            if (part.source() instanceof PartSource.Original) {
                blank(left, new OctetRange(part.whole().start(), part.body().start()));
                boolean decoded = !part.isLeaf()
                        && part.children().stream().allMatch(child -> child.source() instanceof PartSource.Decoded);
                if (part.isLeaf() || decoded) {
                    blank(left, part.body());
                }
            } else {
                blank(left, ((PartSource.Decoded) part.source()).anchor());
            }
        }
        String rest = new String(left, StandardCharsets.ISO_8859_1);
        // to the reader, as to mail programs, a line of control characters is blank
        return rest.replaceAll("--[^\r\n]*", "").replaceAll("[\\x00-\\x20]", "");
    }

    private static void blank(byte[] octets, OctetRange range) {
        Arrays.fill(octets, (int) range.start(), (int) range.end(), (byte) ' ');
    }

    private static byte[] mutated(byte[] message, Random random) {
        int at = random.nextInt(message.length);
        int end = Math.min(message.length, at + 1 + random.nextInt(40));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(message, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> {} // the range is lost
            case 1 -> {
                out.write(message, at, end - at);
                out.write(message, at, end - at);
            }
            case 2 -> out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.ISO_8859_1));
            case 3 -> out.write(random.nextInt(256));
            default -> {
                int from = random.nextInt(message.length);
                out.write(message, from, Math.min(message.length - from, end - at));
            }
        }
        out.write(message, end, message.length - end);
        return out.size() == 0 ? new byte[] {'x'} : out.toByteArray();
    }

    private static final String NORMAL = String.join(
            "\r\n",
            "From: a@example.org",
            "Subject: =?utf-8?Q?n=C3=B6rmal?=",
            "MIME-Version: 1.0",
            "Content-Type: multipart/mixed; boundary=\"outer\"",
            "",
            "This is a multi-part message in MIME format.",
            "--outer",
            "Content-Type: multipart/alternative;",
            " boundary=outer2",
            "",
            "--outer2",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            "H=C3=A4llo =",
            "world",
            "--outer2",
            "Content-Type: text/html",
            "",
            "<p>",
            "--outer2--",
            "--outer",
            "Content-Type: message/rfc822",
            "Content-Transfer-Encoding: base64",
            "",
            "Q29udGVudC1UeXBlOiBtdWx0aXBhcnQvbWl4ZWQ7IGJvdW5kYXJ5PWMNCg0KLS1jDQoNCmluc2lk",
            "ZQ0KLS1jLS0NCg==",
            "--outer",
            "Content-Disposition: attachment; filename=a.bin",
            "Content-Transfer-Encoding: base64",
            "",
            "SGVsbG8=",
            "--outer--",
            "");
}
