// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotContentTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'.~', ''",
                "'a~.~', 'a~'",
                "'..~.~', '.~'",
                "'..a~b~.~', '.a~b~'",
                "'a~...~.~', 'a~..~'",
                "'a.~.~', 'a.~'",
                "'~~.~', '~~'",
                "'.a~.~', 'a~'",
                "'a#~.~', 'a#~'",
                "'a~.#b~.~', 'a~#b~'",
                "'a~.##b~.~', 'a~##b~'",
                "'a~.#.~.~', 'a~#.~'",
                "'a_._b~.~', 'a_._b~'"
            })
    void findsTheEndAndTakesStuffingOutAtEverySplit(String wire, String content) {
        // ~ is CRLF, # is CR, _ is LF; the quotes only make empty texts visible
        var octets = octets(wire);
        var expected = octets(content);

        for (var first = 0; first <= octets.length; first++) {
            for (var second = first; second <= octets.length; second++) {
                var reader = new DotContent();
                var end = feed(reader, octets, first, second);

                assertThat(end).as("the end, split at %d and %d", first, second).isEqualTo(octets.length);
                assertThat(reader.length()).isEqualTo(expected.length);
                assertThat(reader.check()).isEqualTo(crc(expected));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a~.", "a~.#", "a_._", "a~._", "a#.~", "a~.a~", "a_.~", "a~..~", ". ~"})
    void nothingElseIsTheEnd(String wire) {
        var octets = octets(wire);

        assertThat(new DotContent().accept(octets, 0, octets.length)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void readsWhatMailWritesAndLeavesWhatComesAfterIt(int number) {
        var mail = new MailMaker(7).mail(number, 9_000);
        var octets = new byte[mail.wire().length + 6];
        System.arraycopy(mail.wire(), 0, octets, 0, mail.wire().length);
        System.arraycopy(octets("QUIT~"), 0, octets, mail.wire().length, 6);
        var reader = new DotContent();

        var end = reader.accept(octets, 0, octets.length);

        assertThat(end).isEqualTo(mail.wire().length);
        assertThat(reader.length()).isEqualTo(mail.content().length);
        assertThat(reader.check()).isEqualTo(crc(mail.content()));
    }

    private static int feed(DotContent reader, byte[] octets, int first, int second) {
        int[] borders = {0, first, second, octets.length};
        for (var i = 0; i < 3; i++) {
            var end = reader.accept(octets, borders[i], borders[i + 1]);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    private static byte[] octets(String text) {
        return text.replace("'", "")
                .replace("~", "\r\n")
                .replace("#", "\r")
                .replace("_", "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static long crc(byte[] octets) {
        var check = new CRC32C();
        check.update(octets);
        return check.getValue();
    }
}
