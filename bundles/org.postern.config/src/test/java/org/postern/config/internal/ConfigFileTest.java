// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    private static final String FILE = "org.postern.rule~inside.cfg";

    @Test
    void readsKeysAndValuesAndKeepsTheComments() throws Exception {
        var text = "# why\r\norder = 10\n\n  sources : local, \\\n    10.0.0.0/8  \nempty =\nquote = C:\\\\x \\u00e4";

        var file = parse(text);

        assertThat(file.values())
                .containsEntry("order", "10")
                .containsEntry("sources", "local, 10.0.0.0/8")
                .containsEntry("empty", "")
                .containsEntry("quote", "C:\\x ä")
                .hasSize(4);
        assertThat(file.text()).isEqualTo(text);
        assertThat(file.file()).isEqualTo(FILE);
    }

    @Test
    void replacesNoVariables() throws Exception {
        assertThat(parse("subjectPrefix = ${user.name} $x").values()).containsEntry("subjectPrefix", "${user.name} $x");
    }

    @Test
    void keepsABlankAtTheEndOnlyWhenItCanBeSeen() throws Exception {
        var values = parse("a = [X]\\u0020\nb = [Y] \t\r\nc = 1 ").values();

        assertThat(values).containsEntry("a", "[X] ").containsEntry("b", "[Y]").containsEntry("c", "1");
    }

    @Test
    void overlooksAByteOrderMark() throws Exception {
        assertThat(parse("\uFEFForder = 1").values()).containsOnlyKeys("order");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        var latin1 = "subjectPrefix = Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> ConfigFile.parse(FILE, latin1))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(FILE)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertThatThrownBy(() -> parse("order = 1\n# again\norder = 2"))
                .hasMessageContaining("the key order stands in line 1 and in line 3");
    }

    @Test
    void refusesALineThatGoesOnIntoNothing() {
        assertThatThrownBy(() -> parse("order = 1\nsources = local, \\\n")).hasMessageContaining("backslash");
        assertThatThrownBy(() -> parse("sources = \\")).hasMessageContaining("backslash");
    }

    @Test
    void takesAnEscapedBackslashAtTheEnd() throws Exception {
        assertThat(parse("path = C:\\\\").values()).containsEntry("path", "C:\\");
    }

    @Test
    void refusesABrokenUnicodeEscape() {
        assertThatThrownBy(() -> parse("order = \\uXYZ1")).isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesAFileBeyondAllMeasure() {
        assertThatThrownBy(() -> ConfigFile.parse(FILE, new byte[ConfigFile.MAX_OCTETS + 1]))
                .hasMessageContaining("at most 1048576 octets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule.cfg",
                "org.postern.rule~.cfg",
                "org.postern.rule~a~b.cfg",
                "org.postern.rule~a b.cfg",
                "org..x.cfg"
            })
    void refusesBadNames(String name) {
        assertThatThrownBy(() -> FileName.parse(name)).hasMessageContaining("bad file name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".org.postern.rule~a.cfg.new",
                "org.postern.rule~a.cfg~",
                "logback.xml",
                ".org.postern.rule~a.cfg"
            })
    void overlooksWhatIsNoConfiguration(String name) {
        assertThat(FileName.isConfiguration(name)).isFalse();
    }

    private static ConfigFile parse(String text) throws RefusedException {
        return ConfigFile.parse(FILE, text.getBytes(StandardCharsets.UTF_8));
    }
}
