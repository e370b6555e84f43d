// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;

class SettingsTest {
    private static final Map<String, Object> RIGHT = Map.of(
            "command", strings("/usr/bin/x", "{file}"),
            "cleanExitCodes", new Integer[] {0},
            "infectedExitCodes", new Integer[] {1});

    private static String[] strings(String... values) {
        return values;
    }

    private static List<ConfigurationProblem> check(String key, Object value) {
        Map<String, Object> values = new java.util.HashMap<>(RIGHT);
        values.put(key, value);
        return new CommandCheck()
                .check(new ConfigurationSet(
                        List.of(new ConfigurationSet.Entry(CommandEngine.PID, Optional.of("x"), values))));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("name", "a b"),
                Arguments.of("command", strings()),
                Arguments.of("command", strings("x", "{file}")),
                Arguments.of("command", strings("./x", "{file}")),
                Arguments.of("command", strings("/usr/bin/x")),
                Arguments.of("command", strings("/usr/bin/{file}")),
                Arguments.of("command", strings("/usr/bin/x", "{file}", "{file}")),
                Arguments.of("command", strings("/usr/bin/x", "{file}{file}")),
                Arguments.of("command", strings("/usr/bin/x\0", "{file}")),
                Arguments.of(
                        "command", Stream.generate(() -> "/{file}").limit(101).toArray(String[]::new)),
                Arguments.of("versionCommand", strings("x")),
                Arguments.of("versionCommand", strings("/usr/bin/x", "{file}")),
                Arguments.of("threatPattern", "no group"),
                Arguments.of("threatPattern", "(.+"),
                Arguments.of("cleanPattern", "("),
                Arguments.of("versionPattern", "["),
                Arguments.of("unscannablePatterns", strings("encrypted=x")),
                Arguments.of("unscannablePatterns", strings("encryptedArchive")),
                Arguments.of("unscannablePatterns", strings("encryptedArchive=")),
                Arguments.of("unscannablePatterns", strings("encryptedArchive=(")),
                Arguments.of("unscannableExitCodes", strings("damaged=x")),
                Arguments.of("unscannableExitCodes", strings("damaged=2", "limits=2")),
                Arguments.of("unscannableExitCodes", strings("damaged=1")),
                Arguments.of("unscannableExitCodes", strings("damaged=128")),
                Arguments.of("infectedExitCodes", new Integer[] {0}),
                Arguments.of("infectedExitCodes", new Integer[] {}));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void theDoorIsToldWhichFileAndKey(String key, Object value) {
        assertThat(check(key, value)).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("org.postern.scan.command~x.cfg");
            assertThat(problem.key()).isIn(key, "infectedExitCodes");
            assertThat(problem.allowed()).isNotEmpty();
        });
        Object given = value instanceof Integer[] codes
                ? Stream.of(codes).mapToInt(Integer::intValue).toArray()
                : value;
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.of(java.nio.file.Path.of("/"), Configs.of(Map.of(key, given))));
    }

    @Test
    void whatIsRightPasses() {
        assertThat(check("name", "clam-1")).isEmpty();
        assertThat(check("versionCommand", strings())).isEmpty();
        assertThat(check("cleanPattern", "")).isEmpty();
        assertThat(check("command", strings("/usr/bin/x", "--file={file}", "$(id)")))
                .isEmpty();
        assertThat(check("unscannableExitCodes", strings("damaged=2", "damaged = 3")))
                .isEmpty();
        assertThat(check("unscannablePatterns", strings("limits = a=b"))).isEmpty();
    }
}
