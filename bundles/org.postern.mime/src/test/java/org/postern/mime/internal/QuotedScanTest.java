// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.mime.MediaType;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.PartSource.Decoded;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.spool.Octets;
import org.postern.mime.internal.Node.Content;

/** M04: what is found in a decoded body is never missed because it was not decoded. */
class QuotedScanTest {
    private static final int MOST = 1000;

    @Provide
    Arbitrary<String> piece() {
        return Arbitraries.of(
                "begin 644 a",
                "b",
                "=62",
                "egin 644 a",
                "begin=20644 a",
                "be",
                "gin 644 a",
                "=ybegin size=1 name=a",
                "=3Dybegin size=1 name=a",
                "=3D",
                "ybegin size=1 name=a",
                "(This file must be converted with BinHex 4.0)",
                "=28This file must be converted with BinHex",
                "(",
                "This file must be converted with BinHex 4.0",
                ":" + "a".repeat(40) + ":",
                "=3A" + "a".repeat(40),
                "-----BEGIN PGP MESSAGE-----",
                "-----BEGIN",
                "=20PGP MESSAGE-----",
                " PGP MESSAGE-----",
                "=2D----BEGIN PGP MESSAGE-----",
                "x",
                " ",
                "\t",
                "=20",
                "=\r\n",
                "=\n",
                "= \r\n",
                "\r\n",
                "\n",
                "\r",
                "=0A",
                "=0d",
                "=0D=0A",
                "=",
                "=C3=A4",
                "=4");
    }

    @Property(tries = 20000)
    void whatIsFoundIsNeverMissed(@ForAll @Size(max = 12) List<@net.jqwik.api.From("piece") String> pieces)
            throws IOException {
        byte[] body = octets(String.join("", pieces));
        Finds finds = Look.at(new ByteArrayInputStream(body), body.length, Coding.QUOTED_PRINTABLE, MOST)
                .finds();

        for (Set<Choice> active : Set.of(
                EnumSet.noneOf(Choice.class), EnumSet.of(Choice.BARE_CR_IS_TEXT), EnumSet.of(Choice.BARE_LF_IS_TEXT))) {
            if (hidesNothing(body, active)) {
                assertThat(finds.isEmpty()).isTrue();
            }
        }
    }

    @Test
    void usualTextNeedNotBeDecoded() throws IOException {
        String text = "but =C3=A4 line, be=C3=BCtz that is cut =\r\n=C3=A4 and goes on\r\n\r\n=20\r\n"
                + "-----Original Message-----\r\n-- =\r\n(c) me\r\n";

        assertThat(hidesNothing(octets(text.repeat(3000)), Set.of())).isTrue();
    }

    @Test
    void whatStandsBeforeADelimiterInItsLineIsSeen() throws IOException {
        byte[] message = octets("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\nx\r\nbegin 644 a=0A#0V%T=0A`=0Aend--b--\r\n");

        try (MessageStructure structure = new LenientMimeReader(new MemorySpool()).read(Octets.of(message))) {
            assertThat(structure.readings().stream()
                            .flatMap(reading -> reading.parts().stream())
                            .filter(part -> part.source() instanceof Decoded decoded
                                    && decoded.anchor().end() == message.length - "--b--\r\n".length())
                            .flatMap(part -> part.fileName().stream()))
                    .contains("a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"b=65gin", "b=\r\negin", "=62egin", "x=0Abegin", "=3Dybegin", "=28This", ":", "=2D----"})
    void whatMayBeginAFileHasToBeDecoded(String text) throws IOException {
        assertThat(hidesNothing(octets("text\r\n".repeat(20000) + text), Set.of()))
                .isFalse();
        assertThat(hidesNothing(octets(text + "\r\ntext".repeat(20000)), Set.of()))
                .isFalse();
    }

    private static boolean hidesNothing(byte[] body, Set<Choice> active) throws IOException {
        Content content = new Content(
                new MediaType("text", "plain", Map.of()),
                TransferEncoding.QUOTED_PRINTABLE,
                Optional.empty(),
                Optional.empty());
        LeafWatch watch = new LeafWatch(content, MOST);
        try (Lines lines = new Lines(new ByteArrayInputStream(body), body.length, active)) {
            while (lines.next()) {
                watch.line(lines);
                watch.passOver(lines, active.isEmpty());
            }
        }
        return watch.hidesNothing();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
