// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.spool.Octets;

class WindowTest {
    private static final String[] MARKS = {"PK\1\2", "PK\3\4", "PK\5\6", "PK\7\b"};
    private static final int PAGE = 16 * 1024;

    @Test
    void findsAMarkOfZipWhereverItStands() throws IOException {
        byte[] text = new byte[2 * PAGE + 100];
        for (int around : new int[] {0, PAGE, 2 * PAGE, text.length}) {
            for (int at = Math.max(0, around - 20); at < Math.min(around + 20, text.length - 3); at++) {
                for (String mark : MARKS) {
                    Arrays.fill(text, (byte) 'P');
                    System.arraycopy(mark.getBytes(ISO_8859_1), 0, text, at, 4);
                    assertThat(firstMark(text)).isEqualTo(at);
                }
            }
        }
    }

    @Test
    void findsTheSameAsALookAtEveryOctet() throws IOException {
        Random random = new Random(3);
        byte[] kinds = {'P', 'K', 1, 2, 3, 4};
        for (int i = 0; i < 3000; i++) {
            byte[] octets = new byte[random.nextInt(300)];
            for (int k = 0; k < octets.length; k++) {
                octets[k] = kinds[random.nextInt(kinds.length)];
            }
            String text = new String(octets, ISO_8859_1);
            int first = Arrays.stream(MARKS)
                    .mapToInt(text::indexOf)
                    .filter(at -> at >= 0)
                    .min()
                    .orElse(-1);
            assertThat(firstMark(octets)).isEqualTo(first);
        }
    }

    private static long firstMark(byte[] octets) throws IOException {
        Memory memory = new Memory(0);
        Ledger ledger = new Ledger(Limits.DEFAULT, new Unpacking(), Deadline.after(Duration.ofMinutes(1)), memory);
        return new Window(Octets.of(octets)).nextMark(0, ledger);
    }
}
