// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Messages of which is known whether they hold malware; each can be read in one way only. */
final class Pieces {
    private static final String BOUNDARY_CHARACTERS =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'()+_,-./:=? ";

    private Pieces() {}

    /** A part of a message to be: its header fields and body, each character an octet. */
    record Piece(String text, boolean infected) {}

    static Arbitrary<Piece> messages() {
        Arbitrary<String> header = Arbitraries.of(
                "Received: by here\r\nSubject: hello\r\nMIME-Version: 1.0\r\n",
                "Subject: =?utf-8?Q?n=C3=B6rmal?=\r\n and folded\r\nMIME-Version: 1.0\r\nX-Last: \t \r\n",
                "MIME-Version: 1.0\r\nFrom: \u00e4\u00ff@example.org\r\nX-Long: " + "x".repeat(1200) + "\r\n",
                "MIME-Version: 1.0\r\n");
        Arbitrary<Piece> body = Arbitraries.lazyOf(Pieces::leaf, () -> multipart(3), () -> multipart(2));
        Arbitrary<String> lineEnds = Arbitraries.of("\r\n", "\r\n", "\n");
        return Combinators.combine(header, body, lineEnds)
                .as((fields, piece, end) -> new Piece((fields + piece.text()).replace("\r\n", end), piece.infected()));
    }

    private static Arbitrary<Piece> any(int depth) {
        return depth == 0
                ? leaf()
                : Arbitraries.frequencyOf(
                        Tuple.of(6, leaf()),
                        Tuple.of(2, multipart(depth - 1)),
                        Tuple.of(1, message(depth - 1)),
                        Tuple.of(1, encodedMessage(depth - 1)));
    }

    private static Arbitrary<Piece> message(int depth) {
        return any(depth)
                .map(inner -> new Piece(
                        "Content-Type: message/rfc822\r\n\r\nFrom: x@example.org\r\nMIME-Version: 1.0\r\n"
                                + inner.text(),
                        inner.infected()));
    }

    /** RFC 2046 forbids it, senders write it. */
    private static Arbitrary<Piece> encodedMessage(int depth) {
        return any(depth)
                .map(inner -> new Piece(
                        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                                + base64("From: x@example.org\r\nMIME-Version: 1.0\r\n" + inner.text()),
                        inner.infected()));
    }

    private static Arbitrary<Piece> multipart(int depth) {
        Arbitrary<String> boundary = Arbitraries.strings()
                .withChars(BOUNDARY_CHARACTERS)
                .ofMinLength(8)
                .ofMaxLength(69)
                .map(name -> depth + name + "x"); // unlike those around it, and the last character is no space
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

    private static Arbitrary<Piece> leaf() {
        Arbitrary<String> line = Arbitraries.strings()
                .withChars("abc .,!?-=\u00e4\u00ff\r\n")
                .ofMaxLength(120)
                .map(text -> text.replace("\r", "").replace("\n", "\r\n").replace("--", "-"));
        Arbitrary<String> content = Arbitraries.frequencyOf(
                Tuple.of(9, line), Tuple.of(1, line.map(text -> text + "long ".repeat(700) + text)));
        Arbitrary<Boolean> infected =
                Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true)));
        Arbitrary<String> kinds = Arbitraries.of(List.of("text", "base64", "quoted", "bare", "uuencoded", "8bit"));
        return Combinators.combine(content, infected, kinds)
                .as((text, sick, kind) -> new Piece(leaf(kind, sick ? text + VIRUS + text : text), sick));
    }

    private static String leaf(String kind, String content) {
        return switch (kind) {
            case "base64" ->
                "Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(content);
            case "quoted" ->
                "X-Before: 1\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n"
                        + "X-Between: 2\r\n"
                        + "Content-Type: text/plain\r\n\r\n"
                        + content.replace("=", "=3D").replace("-", "=\r\n-");
            case "uuencoded" ->
                "Content-Type: text/plain\r\nX-Behind: 1\r\n\r\nlook:\r\nbegin-base64 644 a.bin\r\n" + base64(content)
                        + "\r\n====\r\nthat was it\r\n";
            case "8bit" ->
                "Content-Type: text/plain; charset=iso-8859-1\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                        + "\u00fc\u00df\u00e4 "
                        + content;
            case "bare" -> "\r\n" + content;
            default -> "Content-Type: text/plain;\r\n name=a.txt\r\n\r\n" + content;
        };
    }

    private static String base64(String text) {
        return Base64.getMimeEncoder().encodeToString(text.getBytes(ISO_8859_1));
    }
}
