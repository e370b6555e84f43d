// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.postern.scan.signature.internal.Signature.Body;

class BodiesTest {
    @Property(tries = 2000)
    void findsWhatAPlainSearchFinds(
            @ForAll @Size(max = 30) List<@From("patterns") byte[]> patterns,
            @ForAll("texts") byte[] text,
            @ForAll @IntRange(min = 1, max = 20) int rows) {
        Automaton automaton = new Automaton(patterns, rows);
        Set<String> found = new HashSet<>();
        int state = 0;
        for (int i = 0; i < text.length; i++) {
            int end = i + 1;
            state = automaton.step(state, text[i] & 0xff);
            automaton.matches(state, pattern -> found.add(pattern + " ends at " + end));
        }

        assertThat(found).isEqualTo(naively(patterns, text));
    }

    private static Set<String> naively(List<byte[]> patterns, byte[] text) {
        Set<String> found = new HashSet<>();
        for (int i = 0; i < patterns.size(); i++) {
            int length = patterns.get(i).length;
            for (int start = 0; start + length <= text.length; start++) {
                if (Arrays.equals(patterns.get(i), 0, length, text, start, start + length)) {
                    found.add(i + " ends at " + (start + length));
                }
            }
        }
        return found;
    }

    @Property(tries = 500)
    void findsTheSameAtEverySplit(
            @ForAll @Size(max = 10) List<@From("signatures") Body> signatures, @ForAll("texts") byte[] text) {
        Bodies bodies = new Bodies(signatures);
        boolean expected = signatures.stream().anyMatch(signature -> isIn(text, signature));

        for (int split = 0; split <= text.length; split++) {
            Bodies.Search search = bodies.search(text.length);
            search.more(text, split);
            byte[] rest = Arrays.copyOfRange(text, split, text.length);
            Optional<String> found = search.more(rest, rest.length);

            assertThat(found.isPresent()).as("split at %d", split).isEqualTo(expected);
            assertThat(found.stream())
                    .allMatch(name -> signatures.stream()
                            .anyMatch(signature -> signature.name().equals(name) && isIn(text, signature)));
        }
    }

    private static boolean isIn(byte[] text, Body signature) {
        byte[] octets = signature.bytes();
        for (int start = 0; start + octets.length <= text.length; start++) {
            if (Arrays.equals(octets, 0, octets.length, text, start, start + octets.length)
                    && signature.placement().allows(start, text.length)) {
                return true;
            }
        }
        return false;
    }

    @Provide
    Arbitrary<byte[]> patterns() {
        return words(1, 6);
    }

    @Provide
    Arbitrary<byte[]> texts() {
        return words(0, 40);
    }

    /** Few letters, high ones too, so that patterns are ends and beginnings of one another. */
    private static Arbitrary<byte[]> words(int shortest, int longest) {
        return Arbitraries.strings()
                .withChars('a', 'b', (char) 0, (char) 0xff)
                .ofMinLength(shortest)
                .ofMaxLength(longest)
                .map(word -> word.getBytes(ISO_8859_1));
    }

    @Provide
    Arbitrary<Body> signatures() {
        Arbitrary<Placement> placements = Arbitraries.of("*", "0", "3", "2,4", "EOF-4", "EOF-9,3")
                .map(offset -> Placement.of(offset).orElseThrow());
        return Combinators.combine(words(1, 5), placements).as((octets, placement) -> {
            String digits = HexFormat.of().formatHex(octets);
            return new Body(digits + placement, placement, digits);
        });
    }

    @Test
    void holdsThousandsOfSignatures() {
        List<Body> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(new Body("N" + i, Placement.of("*").orElseThrow(), String.format("%08x%08x", i * 7919, i)));
        }
        byte[] text = new byte[1 << 20];
        byte[] last = many.get(many.size() - 1).bytes();
        System.arraycopy(last, 0, text, text.length - last.length, last.length);

        assertThat(new Bodies(many).search(text.length).more(text, text.length)).isPresent();
    }
}
