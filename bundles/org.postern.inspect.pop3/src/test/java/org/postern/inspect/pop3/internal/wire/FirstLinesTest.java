// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.inspect.line.DotStuffing;

/** T14: what TOP cuts off, at every split. */
class FirstLinesTest {
    @ParameterizedTest
    @CsvSource({
        "0, a: b|c: d||1|2|3|, a: b|c: d||",
        "1, a: b|c: d||1|2|3|, a: b|c: d||1|",
        "2, a: b||1||3|, a: b||1||",
        "3, a: b||1|2|3|, a: b||1|2|3|",
        "9, a: b||1|2|3, a: b||1|2|3",
        "0, |1|2|, |",
        "1, |.1|2|, |.1|",
        "5, a: b|c: d|, a: b|c: d|",
        "1, a: b~~1~2~, a: b~~1~",
        "1, a: b~|1~2|3|, a: b~|1~"
    })
    void letsTheHeaderAndSoManyLinesThrough(long lines, String message, String expected) {
        String content = octets(message);
        String wire = DotTest.through(new DotStuffing(), octets(expected), List.of());

        for (int cut = 1; cut <= content.length(); cut++) {
            FirstLines first = new FirstLines(lines, new DotStuffing());
            assertThat(DotTest.through(first, content, Collections.nCopies(99, cut)))
                    .isEqualTo(wire);
        }
    }

    /** {@code |} is CRLF, {@code ~} is LF. */
    private static String octets(String text) {
        return text.replace("|", "\r\n").replace("~", "\n");
    }
}
