// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliConfigurationTest {
    private static final Forward FIRST = Forward.parse("smtp", "127.0.0.1:2525=mail.example:25");
    private static final Forward SECOND = Forward.parse("smtp", ":2526=[::1]:25");
    private static final Forward POP3 = Forward.parse("pop3", "127.0.0.1:2110=mail.example:110");

    @TempDir
    Path etc;

    @Test
    void writesAListenerAndARuleForEachOption() throws Exception {
        CliConfiguration.write(etc, List.of(FIRST, SECOND));

        assertThat(settings("org.postern.listener~cli-smtp-1.cfg"))
                .containsExactly(
                        "protocol = smtp",
                        "address = 127.0.0.1",
                        "port = 2525",
                        "mode = FORWARD",
                        "upstream = mail.example:25");
        assertThat(settings("org.postern.listener~cli-smtp-2.cfg"))
                .contains("address = 0.0.0.0", "port = 2526", "upstream = [::1]:25");
        assertThat(settings("org.postern.rule~cli-smtp-2.cfg"))
                .containsExactly(
                        "order = 2",
                        "listeners = cli-smtp-2",
                        "action = PERMIT",
                        "inspector = DEFAULT",
                        "profile = default");
        assertThat(names()).hasSize(4);
    }

    @Test
    void numbersTheListenersOfEachProtocol() throws Exception {
        CliConfiguration.write(etc, List.of(FIRST, POP3, SECOND));

        assertThat(settings("org.postern.listener~cli-pop3-1.cfg"))
                .containsExactly(
                        "protocol = pop3",
                        "address = 127.0.0.1",
                        "port = 2110",
                        "mode = FORWARD",
                        "upstream = mail.example:110");
        assertThat(settings("org.postern.rule~cli-pop3-1.cfg")).contains("order = 2", "listeners = cli-pop3-1");
        assertThat(settings("org.postern.rule~cli-smtp-2.cfg")).contains("order = 3", "listeners = cli-smtp-2");
        assertThat(names()).hasSize(6);
    }

    @Test
    void writesAnAddressAlsoForAName() throws Exception {
        CliConfiguration.write(etc, List.of(Forward.parse("smtp", "localhost:2525=mail.example:25")));

        assertThat(settings("org.postern.listener~cli-smtp-1.cfg")).contains("address = 127.0.0.1");
    }

    @Test
    void saysFirstWhoWroteIt() throws Exception {
        CliConfiguration.write(etc, List.of(FIRST));

        for (var name : names()) {
            assertThat(Files.readString(etc.resolve(name))).startsWith("# Written by 'postern run --smtp");
        }
    }

    @Test
    void removesWhatAnEarlierStartWroteAndNothingElse() throws Exception {
        CliConfiguration.write(etc, List.of(FIRST, POP3, SECOND));
        Files.writeString(etc.resolve("org.postern.listener~office.cfg"), "port = 25\n");

        CliConfiguration.write(etc, List.of(SECOND));

        assertThat(names())
                .containsExactly(
                        "org.postern.listener~cli-smtp-1.cfg",
                        "org.postern.listener~office.cfg",
                        "org.postern.rule~cli-smtp-1.cfg");
        assertThat(settings("org.postern.listener~cli-smtp-1.cfg")).contains("port = 2526");
    }

    @Test
    void touchesNothingWithoutTheOption() throws Exception {
        CliConfiguration.write(etc, List.of(FIRST));

        CliConfiguration.write(etc, List.of());

        assertThat(names()).hasSize(2);
    }

    private List<String> settings(String name) throws IOException {
        return Files.readAllLines(etc.resolve(name)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(etc)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
