// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliConfigurationTest {
    private static final Forward FIRST = Forward.parse("smtp", "127.0.0.1:2525=mail.example:25");
    private static final Forward SECOND = Forward.parse("smtp", ":2526=[::1]:25");
    private static final Forward POP3 = Forward.parse("pop3", "127.0.0.1:2110=mail.example:110");

    private static final String SIGNATURE = "org.postern.scan.signature.cfg";
    private static final String SHIPPED = "# Whether the engine is there.\n#enabled = true\n";

    @TempDir
    Path etc;

    @Test
    void writesAListenerAndARuleForEachOption() throws Exception {
        write(List.of(FIRST, SECOND));

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
        write(List.of(FIRST, POP3, SECOND));

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
        write(List.of(Forward.parse("smtp", "localhost:2525=mail.example:25")));

        assertThat(settings("org.postern.listener~cli-smtp-1.cfg")).contains("address = 127.0.0.1");
    }

    @Test
    void saysFirstWhoWroteIt() throws Exception {
        write(List.of(FIRST));

        for (var name : names()) {
            assertThat(Files.readString(etc.resolve(name))).startsWith("# Written by 'postern run --smtp");
        }
    }

    @Test
    void removesWhatAnEarlierStartWroteAndNothingElse() throws Exception {
        write(List.of(FIRST, POP3, SECOND));
        Files.writeString(etc.resolve("org.postern.listener~office.cfg"), "port = 25\n");

        write(List.of(SECOND));

        assertThat(names())
                .containsExactly(
                        "org.postern.listener~cli-smtp-1.cfg",
                        "org.postern.listener~office.cfg",
                        "org.postern.rule~cli-smtp-1.cfg");
        assertThat(settings("org.postern.listener~cli-smtp-1.cfg")).contains("port = 2526");
    }

    @Test
    void touchesNothingWithoutTheOption() throws Exception {
        write(List.of(FIRST));

        write(List.of());

        assertThat(names()).hasSize(2);
    }

    @Test
    void writesAnEngineForClamdAndSwitchesTheSignaturesOff() throws Exception {
        Files.writeString(etc.resolve(SIGNATURE), SHIPPED);

        write(List.of(FIRST), "/run/clamav/clamd.ctl", "[::1]:3310");
        write(List.of(FIRST), "/run/clamav/clamd.ctl", "[::1]:3310");

        assertThat(settings("org.postern.scan.clamd~cli.cfg"))
                .containsExactly("name = clamd", "addresses = /run/clamav/clamd.ctl, [::1]:3310");
        assertThat(Files.readString(etc.resolve(SIGNATURE))).startsWith(SHIPPED);
        assertThat(settings(SIGNATURE)).containsExactly("enabled = false");
    }

    @Test
    void takesClamdBackWhenListenersAreGivenWithoutIt() throws Exception {
        Files.writeString(etc.resolve(SIGNATURE), SHIPPED);
        write(List.of(FIRST), "127.0.0.1:3310");

        write(List.of());
        assertThat(settings(SIGNATURE)).as("without any option").containsExactly("enabled = false");
        write(List.of(FIRST));

        assertThat(etc.resolve("org.postern.scan.clamd~cli.cfg")).doesNotExist();
        assertThat(Files.readString(etc.resolve(SIGNATURE))).isEqualTo(SHIPPED);
    }

    @Test
    void leavesAloneWhatTheAdministratorSaysOfTheSignatures() throws Exception {
        Files.writeString(etc.resolve(SIGNATURE), "enabled = true\n");

        write(List.of(), "127.0.0.1:3310");
        assertThat(settings(SIGNATURE)).containsExactly("enabled = true");
        write(List.of(FIRST));

        assertThat(settings(SIGNATURE)).containsExactly("enabled = true");
    }

    private void write(List<Forward> forwards, String... clamd) throws LaunchException {
        var addresses = Stream.of(clamd).map(ClamdAddress::new).toList();
        CliConfiguration.write(etc, new Command.Run(Optional.empty(), forwards, addresses));
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
