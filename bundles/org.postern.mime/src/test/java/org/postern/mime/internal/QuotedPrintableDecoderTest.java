// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** M03: quoted-printable by the octet, written down a second time as simply as can be. */
class QuotedPrintableDecoderTest {
    private static final String[] ODD = {
        "=C3=A4",
        "=c3=9F=C3=BC",
        "=",
        "=\r\n",
        "= \t\r\n",
        "=\n",
        " \r\n",
        "\t\n",
        " ",
        "\r",
        "\n",
        "=3",
        "=0D=0A",
        "=<",
        "=="
    };

    @Property(tries = 300)
    void agreesWithASimpleDecoderWhereverItIsCut(@ForAll Random random) {
        byte[] encoded = text(random, 600);
        byte[] expected = simply(encoded);

        for (int cut = 0; cut <= encoded.length; cut++) {
            assertThat(decoded(encoded, cut)).isEqualTo(expected);
        }
    }

    private static byte[] text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        int rare = 1 + random.nextInt(12);
        while (text.length() < length) {
            if (random.nextInt(rare) == 0) {
                text.append(ODD[random.nextInt(random.nextBoolean() ? 4 : ODD.length)]);
            } else {
                random.ints(random.nextInt(60), 0, 300).forEach(any -> text.append(any < 256 ? (char) any : ' '));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] simply(byte[] encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        int i = 0;
        while (i < encoded.length) {
            boolean equals = encoded[i] == '=';
            int behindWhite = behindWhite(encoded, equals ? i + 1 : i);
            boolean lineEnds = behindWhite == encoded.length || isLineEnd(encoded[behindWhite]);
            if (equals && i + 2 < encoded.length && hex(encoded[i + 1]) >= 0 && hex(encoded[i + 2]) >= 0) {
                decoded.write(hex(encoded[i + 1]) * 16 + hex(encoded[i + 2]));
                i += 3;
            } else if (equals && lineEnds) {
                boolean two = behindWhite + 1 < encoded.length
                        && encoded[behindWhite] == '\r'
                        && encoded[behindWhite + 1] == '\n';
                i = behindWhite + (two ? 2 : 1);
            } else if (!equals && behindWhite > i && lineEnds) {
                i = behindWhite;
            } else {
                decoded.write(encoded, i, Math.max(1, behindWhite - i));
                i = Math.max(i + 1, behindWhite);
            }
        }
        return decoded.toByteArray();
    }

    private static int behindWhite(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static boolean isLineEnd(byte octet) {
        return octet == '\r' || octet == '\n';
    }

    private static int hex(byte octet) {
        return "0123456789abcdef".indexOf(Character.toLowerCase((char) (octet & 0xff)));
    }

    private static byte[] decoded(byte[] encoded, int cut) {
        Decoder decoder = new QuotedPrintableDecoder();
        byte[] out = new byte[encoded.length + 2 * decoder.atMost(0)];
        int next = decoder.decode(encoded, 0, cut, out, 0);
        next = decoder.decode(encoded, cut, encoded.length, out, next);
        next = decoder.finish(out, next);
        return Arrays.copyOf(out, next);
    }
}
