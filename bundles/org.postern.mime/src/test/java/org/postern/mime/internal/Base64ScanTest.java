// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M04: what is found in a decoded attachment is never missed because it was not decoded. */
class Base64ScanTest {
    private static final int MOST = 1000;
    private static final String[] BEGINS = {
        "begin 644 a",
        "begin\t644 a",
        "begin-base64 644 a",
        "=ybegin size=1 name=a",
        "(This file must be converted with BinHex 4.0)",
        ":" + "a".repeat(40) + ":",
        "-----BEGIN PGP MESSAGE-----",
        "begin",
        "=y",
        "(T",
        ":",
        "-",
        "\r",
        "\n",
        "\r\n"
    };
    private static final String[] LINE_ENDS = {"\r\n", "\n", "\r", "\r\n\r\n"};

    /** Pieces of begins at all places of groups, lines and what is read at once, in lines of all lengths, with mistakes. */
    @Property(tries = 3000)
    void whatIsFoundIsNeverMissed(@ForAll long seed, @ForAll @IntRange(max = 9) int mistakes) throws IOException {
        Random random = new Random(seed);
        StringBuilder content = new StringBuilder();
        int pieces = random.nextInt(random.nextBoolean() ? 5 : 60);
        for (int i = 0; i < pieces; i++) {
            switch (random.nextInt(4)) {
                case 0 -> content.append(BEGINS[random.nextInt(BEGINS.length)]);
                case 1 -> content.append(LINE_ENDS[random.nextInt(LINE_ENDS.length)]);
                default -> random.ints(random.nextInt(300), 0, 256).forEach(octet -> content.append((char) octet));
            }
        }
        byte[] body = encoded(content.toString(), random);
        for (int i = 8; i <= mistakes; i++) {
            if (body.length > 0) {
                body[random.nextInt(body.length)] = (byte) "A=-\n \u00ff".charAt(random.nextInt(6));
            }
        }

        Look look = Look.at(new ByteArrayInputStream(body), body.length, Coding.BASE64, MOST);

        if (!Base64Scan.mayHide(new ByteArrayInputStream(body), body.length)) {
            assertThat(look.finds().isEmpty()).isTrue();
            assertThat(look.finds().problem()).isEmpty();
            assertThat(look.odd()).isFalse();
            assertThat(Look.atHead(new ByteArrayInputStream(body), body.length, Coding.BASE64)
                            .head())
                    .isEqualTo(look.head());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin 644 a",
                "begin-base64 644 a",
                "=ybegin size=1 name=a",
                "(This file must be converted with BinHex 4.0)",
                ":aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "-----BEGIN PGP MESSAGE-----"
            })
    void whatMayBeginIsSeenWhereverItIs(String begin) throws IOException {
        for (String lineEnd : new String[] {"\r\n", "\n", "\r"}) {
            for (int before = 0; before < 400; before++) {
                String content = "x".repeat(before) + lineEnd + begin + "x".repeat(before % 70);
                assertThat(mayHide(content)).as("behind %d octets", before).isTrue();
                assertThat(mayHide("x".repeat(6000 + before) + lineEnd + begin + "\n"))
                        .isTrue();
            }
        }
        assertThat(mayHide(begin)).isTrue();
    }

    @Test
    void usualContentNeedNotBeDecoded() throws IOException {
        Random random = new Random(1);
        StringBuilder binary = new StringBuilder();
        random.ints(500_000, 0, 256).forEach(octet -> binary.append((char) octet));

        assertThat(mayHide(binary.toString())).isFalse();
        assertThat(mayHide("A line of text.\r\n: no\r\n(c) me\n-- \n-----Original Message-----\r\nbeginning\r\n"
                        .repeat(3000)))
                .isFalse();
        for (int length = 0; length < 300; length++) {
            assertThat(mayHide("x".repeat(length))).isFalse();
        }
    }

    private static boolean mayHide(String content) throws IOException {
        byte[] body = Base64.getMimeEncoder().encode(content.getBytes(StandardCharsets.ISO_8859_1));
        return Base64Scan.mayHide(new ByteArrayInputStream(body), body.length);
    }

    private static byte[] encoded(String content, Random random) {
        byte[] lineEnd = LINE_ENDS[random.nextInt(LINE_ENDS.length)].getBytes(StandardCharsets.US_ASCII);
        int lineLength = random.nextBoolean() ? 76 : 4 + 4 * random.nextInt(300);
        return Base64.getMimeEncoder(lineLength, lineEnd).encode(content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
