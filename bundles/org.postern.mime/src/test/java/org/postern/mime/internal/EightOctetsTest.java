// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EightOctetsTest {
    /** Octets next to those that are looked for, and those with the highest bit, are what such arithmetic gets wrong. */
    private static final String ALPHABET = "=0<>1/\0\u0080\u00bd\u00b0\u00ffx";

    @Test
    void findsTwoOctetsThatFollowOneAnotherWhereverTheyAre() {
        Random random = new Random(1);
        int found = 0;
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            int from = random.nextInt(length + 1);
            int to = from + random.nextInt(length - from + 1);
            boolean holds = text.substring(from, to).contains("=0");
            found += holds ? 1 : 0;

            assertThat(EightOctets.holds(text.toString().getBytes(ISO_8859_1), from, to, '=', '0'))
                    .as("%s from %d to %d", text, from, to)
                    .isEqualTo(holds);
        }
        assertThat(found).isBetween(1_000, 199_000);
    }

    @Test
    void findsTheFirstOctetThatEquals() {
        Random random = new Random(2);
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            int from = random.nextInt(text.length());
            int at = text.indexOf("=", from);

            assertThat(EightOctets.indexOf(text.toString().getBytes(ISO_8859_1), from, text.length(), '='))
                    .as("%s from %d", text, from)
                    .isEqualTo(at < 0 ? text.length() : at);
        }
    }
}
