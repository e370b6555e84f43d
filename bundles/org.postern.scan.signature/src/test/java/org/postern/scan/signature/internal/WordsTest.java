// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class WordsTest {
    @Property(tries = 2000)
    void findsWhatAPlainSearchFinds(
            @ForAll @Size(max = 30) List<@From("words") byte[]> words, @ForAll("texts") byte[] text) {
        Set<String> found = new HashSet<>();
        long last = 0;
        for (int i = 0; i < text.length; i++) {
            last = last << 8 | (text[i] & 0xff);
            for (Words some : Words.of(words)) {
                for (int word = some.ended(last); word != Words.NONE; word = some.same(word)) {
                    // What was before the beginning counts as zeros here; Search knows where the beginning is.
                    if (words.get(word).length <= i + 1) {
                        assertThat(found.add(word + " ends at " + (i + 1))).isTrue();
                    }
                }
            }
        }

        assertThat(found).isEqualTo(naively(words, text));
    }

    private static Set<String> naively(List<byte[]> words, byte[] text) {
        Set<String> found = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            int length = words.get(i).length;
            for (int start = 0; start + length <= text.length; start++) {
                if (Arrays.equals(words.get(i), 0, length, text, start, start + length)) {
                    found.add(i + " ends at " + (start + length));
                }
            }
        }
        return found;
    }

    @Provide
    Arbitrary<byte[]> words() {
        return octets(1, Words.WIDEST);
    }

    @Provide
    Arbitrary<byte[]> texts() {
        return octets(0, 40);
    }

    /** Few letters, high ones too, so that words are ends and beginnings of one another. */
    private static Arbitrary<byte[]> octets(int least, int most) {
        return Arbitraries.strings()
                .withChars('a', 'b', (char) 0, (char) 0xff)
                .ofMinLength(least)
                .ofMaxLength(most)
                .map(word -> word.getBytes(ISO_8859_1));
    }
}
