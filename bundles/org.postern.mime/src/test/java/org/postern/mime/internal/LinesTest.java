// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** M02: what a line is. */
class LinesTest {
    @Property(tries = 3000)
    void linesAreThoseOfTheOracleHoweverTheOctetsArrive(
            @ForAll @Chars({'\r', '\n'}) @CharRange(from = 'a', to = 'b') String text,
            @ForAll @IntRange(min = 1, max = 5) int step)
            throws IOException {
        assertThat(lines(text, step, EnumSet.noneOf(Choice.class))).isEqualTo(oracle(text, "\r\n|\n|\r"));
        assertThat(lines(text, step, EnumSet.of(Choice.BARE_CR_IS_TEXT))).isEqualTo(oracle(text, "\r*\r\n|\n"));
        assertThat(lines(text, step, EnumSet.of(Choice.BARE_LF_IS_TEXT))).isEqualTo(oracle(text, "\r\n|\r"));
    }

    @Property(tries = 3000)
    void noLineOfInterestIsPassedOver(
            @ForAll @Chars({'\r', '\n', '-'}) @CharRange(from = 'a', to = 'b') String text,
            @ForAll @IntRange(min = 1, max = 5) int step,
            @ForAll Set<Choice> active,
            @ForAll boolean hyphens)
            throws IOException {
        List<String> all = lines(text, step, active);
        boolean[] first = new boolean[256];
        first['b'] = true;
        List<String> seen = new ArrayList<>();
        try (Lines lines = new Lines(in(text, step), text.length(), active)) {
            while (lines.next()) {
                seen.add(told(lines));
                lines.passOver(first, hyphens);
                seen.add(told(lines));
            }
        }

        assertThat(all).containsAll(seen);
        Predicate<String> ofInterest = line -> line.contains(":b") || hyphens && line.contains("--");
        assertThat(seen).containsAll(all.stream().filter(ofInterest).toList());
        for (int i = 1; i < all.size(); i++) {
            if (ofInterest.test(all.get(i))) {
                assertThat(seen).as("the line before one of interest").contains(all.get(i - 1));
            }
        }
        assertThat(seen.isEmpty() ? all : List.of(seen.get(seen.size() - 1)))
                .isEqualTo(all.subList(Math.max(0, all.size() - 1), all.size()));
    }

    @Test
    void aLineLongerThanTheBufferIsCutButMeasuredExactly() throws IOException {
        String text = "x".repeat(200_000) + "\r\n--b\r\n" + "y".repeat(65_535) + "\r\n" + "z".repeat(65_536) + "\r";
        try (Lines lines = new Lines(in(text, 1000), text.length(), EnumSet.noneOf(Choice.class))) {
            assertThat(lines.next()).isTrue();
            assertThat(lines.isCut()).isTrue();
            assertThat(lines.contentEnd()).isEqualTo(200_000);
            assertThat(lines.length()).isEqualTo(65_536);
            assertThat(lines.startsWith("xxx")).isTrue();
            assertThat(lines.next()).isTrue();
            assertThat(lines.text(0, lines.length())).isEqualTo("--b");
            assertThat(lines.start()).isEqualTo(200_002);
            assertThat(lines.next()).isTrue();
            assertThat(lines.contentEnd() - lines.start()).isEqualTo(65_535);
            assertThat(lines.next()).isTrue();
            assertThat(lines.contentEnd() - lines.start()).isEqualTo(65_536);
            assertThat(lines.ending()).isEqualTo(Lines.Ending.CR);
            assertThat(lines.next()).isFalse();
        }
    }

    private static List<String> lines(String text, int step, Set<Choice> active) throws IOException {
        List<String> found = new ArrayList<>();
        try (Lines lines = new Lines(in(text, step), text.length(), active)) {
            long last = 0;
            while (lines.next()) {
                assertThat(lines.start()).isEqualTo(last);
                last = lines.end();
                found.add(told(lines));
            }
            assertThat(last).isEqualTo(text.length());
        }
        return found;
    }

    private static String told(Lines lines) {
        return lines.start() + "-" + lines.contentEnd() + "-" + lines.end() + ":" + lines.text(0, lines.length());
    }

    private static List<String> oracle(String text, String ending) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(ending).matcher(text);
        int from = 0;
        while (matcher.find()) {
            found.add(from + "-" + matcher.start() + "-" + matcher.end() + ":" + text.substring(from, matcher.start()));
            from = matcher.end();
        }
        if (from < text.length()) {
            found.add(from + "-" + text.length() + "-" + text.length() + ":" + text.substring(from));
        }
        return found;
    }

    private static InputStream in(String text, int step) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(step, length));
            }
        };
    }
}
