// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet.Entry;

class TypingTest {
    @Test
    void typesValuesAndFillsInDefaults() throws Exception {
        var entry = type("org.postern.rule~inside.cfg", "order = 7\nports = 25, 587");

        assertThat(entry.name()).contains("inside");
        assertThat(entry.properties()).containsEntry("order", 7).containsEntry("profile", "default");
        assertThat((Integer[]) entry.properties().get("ports")).containsExactly(25, 587);
        assertThat((String[]) entry.properties().get("sources")).containsExactly("any");
    }

    @Test
    void leavesOutWhatIsOptionalAndNotGiven() throws Exception {
        assertThat(type("org.postern.relay.cfg", "").properties()).isEmpty();
    }

    @Test
    void takesAnEmptyListAndAnEmptyText() throws Exception {
        var rule = type("org.postern.rule~a.cfg", "ports =");
        var profile = type("org.postern.profile~a.cfg", "subjectPrefix =");

        assertThat((Integer[]) rule.properties().get("ports")).isEmpty();
        assertThat(profile.properties()).containsEntry("subjectPrefix", "");
    }

    @Test
    void namesTheNearestKey() {
        assertThat(problems("org.postern.rule~a.cfg", "profil = lax"))
                .containsExactly(new ConfigurationProblem(
                        "org.postern.rule~a.cfg", "profil", "lax", "no such key; did you mean profile?"));
    }

    @Test
    void namesTheKeysWhenNoneIsNear() {
        assertThat(problems("org.postern.rule~a.cfg", "wholly-unlike-them-all = 1")
                        .get(0)
                        .allowed())
                .isEqualTo("no such key; there are: order, sources, ports, profile");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    org.postern.rule~a.cfg     | order = ten          | a whole number of at least 0
                    org.postern.rule~a.cfg     | order = -1           | a whole number of at least 0
                    org.postern.rule~a.cfg     | order = 99999999999  | a whole number of at least 0
                    org.postern.rule~a.cfg     | order =              | a whole number of at least 0
                    org.postern.rule~a.cfg     | ports = 25, 70000    | a list, separated by commas, of a whole number from 1 to 65535
                    org.postern.rule~a.cfg     | ports = 25,,26       | a list, separated by commas, of a whole number from 1 to 65535
                    org.postern.profile~a.cfg  | mode = enforce       | one of ENFORCE, OBSERVE
                    org.postern.profile~a.cfg  | deadlineSeconds = 4  | a whole number from 5 to 540
                    org.postern.relay.cfg      | limit = 6            | a whole number of at most 5
                    """)
    void namesKeyValueAndWhatIsAllowed(String file, String line, String allowed) {
        var parts = line.split(" =", 2);

        assertThat(problems(file, line))
                .containsExactly(new ConfigurationProblem(file, parts[0], parts[1].strip(), allowed));
    }

    @Test
    void takesOnlyTrueAndFalseForABoolean() {
        assertThat(problems("org.postern.listener~a.cfg", "port = 25\nupstream = x:25\nimplicitTls = yes"))
                .containsExactly(
                        new ConfigurationProblem("org.postern.listener~a.cfg", "implicitTls", "yes", "true or false"));
    }

    @Test
    void saysEverythingThatIsMissingAtOnce() {
        assertThat(problems("org.postern.listener~a.cfg", "upstream ="))
                .extracting(ConfigurationProblem::key)
                .containsExactly("port", "upstream");
    }

    @Test
    void saysNoSecret() {
        assertThat(problems("org.postern.relay.cfg", "password = hunter2\npaswordd = hunter2"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("hunter2"));
    }

    @Test
    void printsNoControlCharactersAndNoNovels() {
        var problem = problems("org.postern.rule~a.cfg", "order = \\u001b[31m" + "x".repeat(1000))
                .get(0);

        assertThat(problem.value()).startsWith("?[31mx").endsWith("...").hasSizeLessThan(130);
    }

    @Test
    void wantsNamesExactlyForFactories() {
        assertThat(problems("org.postern.rule.cfg", "").get(0).allowed()).contains("org.postern.rule~<name>.cfg");
        assertThat(problems("org.postern.gateway~x.cfg", "").get(0).allowed()).contains("org.postern.gateway.cfg");
    }

    private static Entry type(String file, String text) throws RefusedException {
        var parsed = ConfigFile.parse(file, text.getBytes(StandardCharsets.UTF_8));
        return Typing.of(parsed, Schemas.all().of(parsed.name().pid()).orElseThrow());
    }

    private static List<ConfigurationProblem> problems(String file, String text) {
        return catchThrowableOfType(RefusedException.class, () -> type(file, text))
                .problems();
    }
}
