// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;

/** What signatures cost by their number: docs/signatures.md has the figures of a run. */
@Tag("long")
class SignatureCostTest {
    private static final int OCTETS = 8 << 20;
    private static final int ROUNDS = 5;

    @Test
    void tenThousandCostLittleMoreThanTen() throws Exception {
        byte[] text = text();
        byte[] noise = new byte[OCTETS];
        new Random(5).nextBytes(noise);
        double[] times = new double[2];
        for (int count : new int[] {10, 10, 1_000, 10_000, 100_000}) {
            long heap = heap();
            Bodies bodies = new Bodies(signatures(count));
            long taken = heap() - heap;
            double onText = time(bodies, text);
            double onNoise = time(bodies, noise);
            if (count == 10) {
                times = new double[] {onText, onNoise};
            }
            System.out.printf(
                    "%6d signatures: text %.2f ms/MB (%.2f), noise %.2f ms/MB (%.2f), heap %.1f MB%n",
                    count, onText, onText / times[0], onNoise, onNoise / times[1], taken / 1e6);
            if (count == 10_000) {
                assertThat(onText / times[0]).isLessThan(8);
                assertThat(onNoise / times[1]).isLessThan(8);
            }
            assertThat(bodies.place(0)).isNotNull();
        }
    }

    /** The fastest of some rounds: others use the machine too. */
    private static double time(Bodies bodies, byte[] content) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            Patience patience =
                    Patience.with(new Request(new byte[0], Deadline.after(Duration.ofMinutes(5)), new Cancellation()));
            assertThat(bodies.search(content.length, patience).more(content, content.length))
                    .isEmpty();
            least = Math.min(least, System.nanoTime() - begin);
        }
        return least / 1e6 / (OCTETS >> 20);
    }

    /** Half of them octets of programs, half of them text; a fifth with wildcards, a fifth in two parts. */
    private static List<Signature.Body> signatures(int count) throws Unusable {
        Random random = new Random(7);
        List<Signature.Body> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] octets = new byte[40];
            random.nextBytes(octets);
            if (i % 2 == 0) {
                octets = words(random, octets.length).getBytes(ISO_8859_1);
            }
            String digits = HexFormat.of().formatHex(octets);
            if (i % 5 == 1) {
                digits = digits.substring(0, 20) + "??a?" + digits.substring(24);
            } else if (i % 5 == 2) {
                digits = digits.substring(0, 40) + (i % 2 == 0 ? "*" : "{10-200}") + digits.substring(40);
            }
            all.add(Signature.Body.of("Signature.Number-" + i + ":0:*:" + digits));
        }
        return all;
    }

    private static byte[] text() {
        return words(new Random(3), OCTETS).getBytes(ISO_8859_1);
    }

    private static String words(Random random, int length) {
        StringBuilder words = new StringBuilder();
        while (words.length() < length) {
            for (int letters = 2 + random.nextInt(8); letters > 0; letters--) {
                words.append("eeeeettttaaaooiinnsshhrrddllcumwfgypbvk".charAt(random.nextInt(39)));
            }
            words.append(random.nextInt(12) == 0 ? "\r\n" : " ");
        }
        return words.substring(0, length);
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
