// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.policy.Action;
import org.postern.api.spool.Octets;

/** Promise 3, for whatever message comes: exactly the infected parts change. */
class SurgeryPropertyTest {
    /** A part of a message to be: its header fields and body. */
    private record Piece(String text, boolean infected) {}

    @Provide
    Arbitrary<Piece> messages() {
        Arbitrary<Piece> body = Arbitraries.lazyOf(this::leaf, () -> multipart(3), () -> multipart(2));
        return body.map(piece -> new Piece(
                "Received: by here\r\nSubject: hello\r\nMIME-Version: 1.0\r\n" + piece.text(), piece.infected()));
    }

    private Arbitrary<Piece> any(int depth) {
        return depth == 0
                ? leaf()
                : Arbitraries.frequencyOf(
                        Tuple.of(4, leaf()), Tuple.of(1, multipart(depth - 1)), Tuple.of(1, message(depth - 1)));
    }

    private Arbitrary<Piece> message(int depth) {
        return any(depth)
                .map(inner -> new Piece(
                        "Content-Type: message/rfc822\r\n\r\nFrom: x@example.org\r\nMIME-Version: 1.0\r\n"
                                + inner.text(),
                        inner.infected()));
    }

    private Arbitrary<Piece> multipart(int depth) {
        Arbitrary<String> boundary =
                Arbitraries.strings().alpha().ofMinLength(8).ofMaxLength(20);
        Arbitrary<String> beside = Arbitraries.of("", "", "\r\n", "beside the parts\r\n", "two\r\nlines\r\n\r\n");
        return Combinators.combine(
                        boundary, beside, beside, any(depth).list().ofMinSize(1).ofMaxSize(4))
                .as((name, before, after, parts) -> {
                    StringBuilder text = new StringBuilder("Content-Type: multipart/mixed;\r\n boundary=\"" + name
                            + "\"\r\nX-After: 1\r\n\r\n" + before);
                    parts.forEach(part -> text.append("--" + name + "\r\n" + part.text() + "\r\n"));
                    text.append("--" + name + "--\r\n").append(after);
                    return new Piece(text.toString(), parts.stream().anyMatch(Piece::infected));
                });
    }

    private Arbitrary<Piece> leaf() {
        Arbitrary<String> content = Arbitraries.strings()
                .withChars("abc .,!?-=\r\n")
                .ofMaxLength(120)
                .map(text -> text.replace("\r", "").replace("\n", "\r\n").replace("--", "-"));
        Arbitrary<Boolean> infected =
                Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true)));
        return Combinators.combine(content, infected, Arbitraries.of("text", "base64", "quoted", "bare"))
                .as((text, sick, kind) -> new Piece(leaf(kind, sick ? text + VIRUS + text : text), sick));
    }

    private static String leaf(String kind, String content) {
        return switch (kind) {
            case "base64" ->
                "Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Mail.base64(content);
            case "quoted" ->
                "X-Before: 1\r\nContent-Transfer-Encoding: quoted-printable\r\nX-Between: 2\r\nContent-Type: text/plain\r\n\r\n"
                        + content.replace("=", "=3D").replace("-", "=\r\n-");
            case "bare" -> "\r\n" + content;
            default -> "Content-Type: text/plain;\r\n name=a.txt\r\n\r\n" + content;
        };
    }

    @Property(tries = 400)
    void changesExactlyTheInfectedParts(@ForAll("messages") Piece message) throws IOException {
        Mill mill = new Mill();

        Mill.Result result = mill.process(message.text());

        if (!message.infected()) {
            assertThat(result.text()).isEqualTo(message.text());
            assertThat(result.processing().action()).isEqualTo(Action.PASSED);
            return;
        }
        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(withoutNotices(result.text())).isEqualTo(withoutInfectedParts(mill, message.text()));
        assertThat(infectedLeaves(mill, result.text())).isEmpty();
        assertThat(mill.quarantine.kept()).containsExactly(message.text());
    }

    private static String withoutNotices(String text) {
        return text.replace(PlainNotices.FIELDS, "").replace(PlainNotices.body("Test.Worm"), "");
    }

    private static String withoutInfectedParts(Mill mill, String message) throws IOException {
        List<OctetRange> cuts = new ArrayList<>();
        for (Part leaf : infectedLeaves(mill, message)) {
            leaf.fields().stream()
                    .filter(field -> field.name().toLowerCase(Locale.ROOT).startsWith("content-"))
                    .forEach(field -> cuts.add(field.range()));
            cuts.add(leaf.body());
        }
        cuts.sort(Comparator.comparingLong(OctetRange::start).reversed());
        StringBuilder left = new StringBuilder(message);
        cuts.forEach(cut -> left.delete((int) cut.start(), (int) cut.end()));
        return left.toString();
    }

    private static List<Part> infectedLeaves(Mill mill, String message) throws IOException {
        List<Part> infected = new ArrayList<>();
        Octets octets = Octets.of(message.getBytes(ISO_8859_1));
        try (MessageStructure structure = mill.mime.read(octets)) {
            for (Part leaf : structure.first().leaves()) {
                try (InputStream in = mill.mime.decode(leaf)) {
                    if (new String(in.readAllBytes(), ISO_8859_1).contains(VIRUS)) {
                        infected.add(leaf);
                    }
                }
            }
        }
        return infected;
    }
}
