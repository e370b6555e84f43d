// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectPrefixTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "\"Subject: hello\\r\\n\",\"Subject: [V] hello\\r\\n\"",
                "\"Subject: hello\\n\",\"Subject: [V] hello\\n\"",
                "\"Subject: hello\",\"Subject: [V] hello\"",
                "\"SUBJECT:hello\\r\\n\",\"SUBJECT: [V] hello\\r\\n\"",
                "\"Subject :\\thello\\r\\n\",\"Subject :\\t[V] hello\\r\\n\"",
                "\"Subject:  a \\r\\n\\t b\\r\\n\",\"Subject:  [V] a \\r\\n\\t b\\r\\n\"",
                "\"Subject:\\r\\n folded\\r\\n\",\"Subject: [V]\\r\\n folded\\r\\n\"",
                "\"Subject: \\r\\n\",\"Subject: [V]\\r\\n\"",
                "\"Subject:\\r\\n\",\"Subject: [V]\\r\\n\"",
                "\"\",\"Subject: [V]\\r\\n\"",
                "\"Subject: =?iso-8859-1?q?=FC?=\\r\\n\",\"Subject: [V] =?iso-8859-1?q?=FC?=\\r\\n\"",
                "\"Subject: Re: [V] hello\\r\\n\",\"Subject: [V] Re: [V] hello\\r\\n\"",
            })
    void standsBeforeTheRestWhichStaysAsItIs(String field, String expected) {
        assertThat(prefixed(unescaped(field), "[V]")).isEqualTo(unescaped(expected));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"Subject: [V] hello\\r\\n\"",
                "\"Subject:\\r\\n [V] hello\\r\\n\"",
                "\"Subject: =?utf-8?Q?[V]_hello?=\\r\\n\"",
                "\"Subject: =?utf-8?B?W1Y=?=\\r\\n =?us-ascii*en?q?]=20x?=\\r\\n\"",
            })
    void isNotAddedTwice(String field) {
        assertThat(prefixed(unescaped(field), "[V]")).isEqualTo(unescaped(field));
    }

    @Test
    void aLongLineIsFoldedTheWayTheFieldsLinesEnd() {
        String rest = "x".repeat(66);

        assertThat(prefixed("Subject: " + rest + "\n", "[V]")).isEqualTo("Subject: [V]\n " + rest + "\n");
        assertThat(prefixed("Subject: " + rest.substring(1) + "\n", "[V]"))
                .isEqualTo("Subject: [V] " + rest.substring(1) + "\n")
                .hasSize(79);
    }

    @Test
    void aPrefixBringsNoLinesIn() {
        assertThat(prefixed("Subject: x\r\n", "[V]\r\nBcc: y@example.org"))
                .isEqualTo("Subject: [V]Bcc: y@example.org x\r\n");
        assertThat(prefixed("Subject: x\r\n", "\r\n")).isEqualTo("Subject: x\r\n");
    }

    @Test
    void rawUtf8IsRecognised() {
        String field =
                new String("Subject: [Schädling] x\r\n".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(prefixed(field, "[Schädling]")).isEqualTo(field);
    }

    @Property
    void anyPrefixIsShownWholeAndOnce(
            @ForAll @StringLength(max = 150) String any,
            @ForAll @AlphaChars @StringLength(min = 1, max = 90) String subject)
            throws UnsupportedEncodingException {
        String prefix = CleanText.of(any);
        for (String rest : new String[] {subject, "=?utf-8?Q?" + subject + "?="}) {
            String field = "Subject: " + rest + "\r\n";
            String changed = prefixed(field, any);

            assertThat(changed).endsWith(rest + "\r\n").matches("(?s)[ -~\r\n]*");
            if (!prefix.isEmpty() && prefix.chars().anyMatch(character -> character > 0x7e)) {
                String shown = MimeUtility.decodeText(
                        MimeUtility.unfold(changed.substring(9).strip()));
                assertThat(shown).isEqualTo(prefix + " " + subject);
                assertThat(changed.lines().filter(line -> line.contains("?UTF-8?B?")))
                        .allMatch(line -> line.length() <= 9 + 75);
            }
            assertThat(prefixed(changed, any)).isEqualTo(changed);
        }
    }

    private static String prefixed(String field, String prefix) {
        byte[] octets = field.getBytes(StandardCharsets.ISO_8859_1);
        return new String(new SubjectPrefix(prefix).addTo(octets), StandardCharsets.ISO_8859_1);
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    }
}
