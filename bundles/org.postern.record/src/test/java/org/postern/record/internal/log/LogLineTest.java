// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** T53. */
class LogLineTest {
    @Test
    void leavesPlainValuesPlain() {
        assertThat(line("ann@example.org")).isEqualTo("key=ann@example.org");
    }

    @Test
    void quotesWhatCouldBeTakenForAnotherField() {
        assertThat(line("a b")).isEqualTo("key=\"a b\"");
        assertThat(line("a=b")).isEqualTo("key=\"a=b\"");
        assertThat(line("")).isEqualTo("key=\"\"");
        assertThat(line("say \"x\" \\")).isEqualTo("key=\"say \\\"x\\\" \\\\\"");
    }

    @Test
    void showsControlCharactersAsHexadecimal() {
        assertThat(line("a\r\nevent=fake")).isEqualTo("key=\"a\\x0d\\x0aevent=fake\"");
        assertThat(line("\u001b[31m\u0000\u007f\u0085")).isEqualTo("key=\"\\x1b[31m\\x00\\x7f\\xc2\\x85\"");
    }

    @Test
    void showsMarksThatTurnOrHideTextAsHexadecimal() {
        assertThat(line("a\u202eb\u200bc\u2028d"))
                .isEqualTo("key=\"a\\xe2\\x80\\xaeb\\xe2\\x80\\x8bc\\xe2\\x80\\xa8d\"");
    }

    @Test
    void showsLettersOfEveryScript() {
        assertThat(line("jürgen@例え.jp")).isEqualTo("key=jürgen@例え.jp");
    }

    @Test
    void boundsEachValue() {
        assertThat(line("x".repeat(10_000))).hasSize("key=".length() + 512 + "...".length() + 2);
    }

    @Test
    void survivesHalfASurrogatePair() {
        assertThat(line("\ud83d")).isEqualTo("key=\"\\x3f\"");
    }

    private static String line(String value) {
        return new LogLine().add("key", value).toString();
    }
}
