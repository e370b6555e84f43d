// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T46: which lines may leave early. */
class FirstFieldsTest {
    private static FirstFields of(String octets, boolean subjectAwaited) {
        FirstFields fields = new FirstFields(subjectAwaited);
        fields.add(ByteBuffer.wrap(octets.getBytes(ISO_8859_1)));
        return fields;
    }

    private static String all(FirstFields fields) {
        StringBuilder all = new StringBuilder();
        for (Optional<byte[]> line = fields.next(); line.isPresent(); line = fields.next()) {
            all.append(new String(line.get(), ISO_8859_1));
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: s\r\n",
                "SUBJECT:\r\n",
                "mime-version: 1.0\r\n",
                "Content-Type: a/b\r\n",
                "content-x:y\r\n",
                "\r\n",
                " folded\r\n",
                "From a@example.org Tue\r\n",
                "Name : value\r\n",
                ": value\r\n",
                "no colon\r\n",
                "X-Nul: \0\r\n",
                "X-Lf: 1\n",
                "X-Cr: 1\r2\r\n",
                "N\u00e4me: 1\r\n"
            })
    void noLineFromTheFirstOnThatMayChangeOrBeReadInAnotherWay(String stop) {
        String before = "A: 1\r\nContentment: 2\r\nSubjects: 3\r\n";

        assertThat(all(of(stop + before, false))).isEmpty();
        if (!stop.startsWith(" ")) {
            assertThat(all(of(before + stop + before, false))).isEqualTo(before);
        }
    }

    @Test
    void noLineThatIsNotWhole() {
        assertThat(all(of("A: 1\r\nB: 2\r", false))).isEqualTo("A: 1\r\n");
    }

    @Test
    void foldedLinesBelongToTheirField() {
        assertThat(all(of("A: 1\r\n 2\r\n\t3\r\n \r\n4\r\n", false))).isEqualTo("A: 1\r\n 2\r\n\t3\r\n");
    }

    @Test
    void anotherFieldMayFollowOnlyWhereAFieldEnds() {
        assertThat(of("Subject: s\r\n", false).mayBeFollowed()).isTrue();
        assertThat(of("\r\n", false).mayBeFollowed()).isTrue();
        assertThat(of("", false).mayBeFollowed()).as("unknown yet").isFalse();
        assertThat(of("From a\r\n", false).mayBeFollowed()).isFalse();
        assertThat(of("A: 1\r\nSubject: s\r\n", false).mayBeFollowed())
                .as("lines of its own come first")
                .isFalse();

        FirstFields open = of("A: 1\r\n", false);
        all(open);
        assertThat(open.mayBeFollowed()).as("the field may go on").isFalse();
    }

    @Test
    void nothingIsKnownOfWhatIsTooFarBehind() {
        String line = "X: " + "x".repeat(1019) + "\r\n";

        assertThat(all(of(line.repeat(200), false))).hasSize(FirstFields.MOST_OCTETS);
        assertThat(all(of(line.repeat(64) + "Subject: s\r\n", true))).isEmpty();
        assertThat(all(of(line.repeat(63) + "Subject: s\r\n", true))).hasSize(63 * 1024);
    }
}
