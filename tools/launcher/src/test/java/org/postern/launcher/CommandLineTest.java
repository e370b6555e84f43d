// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final Forward FIRST =
            new Forward("smtp", new Endpoint("127.0.0.1", 2525), new Endpoint("mail.example", 25));
    private static final Forward SECOND = new Forward("smtp", new Endpoint("*", 2526), new Endpoint("::1", 25));

    @Test
    void runsWithoutOptions() throws LaunchException {
        assertThat(parse("run")).isEqualTo(new Command.Run(Optional.empty(), List.of(), List.of()));
    }

    @Test
    void keepsTheOrderOfListeners() throws LaunchException {
        var command = parse("run", "--smtp", "127.0.0.1:2525=mail.example:25", "--smtp", ":2526=[::1]:25");

        assertThat(command).isEqualTo(new Command.Run(Optional.empty(), List.of(FIRST, SECOND), List.of()));
    }

    @Test
    void takesListenersOfBothProtocols() throws LaunchException {
        var command = parse("run", "--pop3", ":110=b:110", "--smtp", "127.0.0.1:2525=mail.example:25");

        var pop3 = new Forward("pop3", new Endpoint("*", 110), new Endpoint("b", 110));
        assertThat(command).isEqualTo(new Command.Run(Optional.empty(), List.of(pop3, FIRST), List.of()));
    }

    @Test
    void takesAValueAfterAnEqualsSignToo() throws LaunchException {
        var command = parse("run", "--smtp=127.0.0.1:2525=mail.example:25", "--base=/srv/a/../postern");

        assertThat(command).isEqualTo(new Command.Run(Optional.of(Path.of("/srv/postern")), List.of(FIRST), List.of()));
    }

    @Test
    void makesTheBaseAbsolute() throws LaunchException {
        var command = (Command.Run) parse("run", "--base", "instance");

        assertThat(command.base()).contains(Path.of("instance").toAbsolutePath());
    }

    @Test
    void takesAddressesOfClamdInOrder() throws LaunchException {
        var command = (Command.Run) parse("run", "--clamd", "/run/clamav/clamd.ctl", "--clamd=127.0.0.1:3310");

        assertThat(command.clamd())
                .extracting(ClamdAddress::text)
                .containsExactly("/run/clamav/clamd.ctl", "127.0.0.1:3310");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h", "run --help", "run --base /x -h"})
    void helps(String words) throws LaunchException {
        assertThat(parse(words.split(" "))).isEqualTo(new Command.Help());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "walk",
                "run fast",
                "run --fast",
                "run --base",
                "run --base --smtp",
                "run --base /a --base /b",
                "run --smtp",
                "run --smtp 127.0.0.1:2525",
                "run --smtp a:1=:25",
                "run --smtp a:1=*:25",
                "run --smtp a:1=a:1",
                "run --smtp a:1=b:2 --smtp a:1=c:3",
                "run --smtp =",
                "run --smtp a:1=b:0",
                "run --base=",
                "run --pop3 a:110",
                "run --smtp a:1=b:2 --pop3 a:1=c:3",
                "run --clamd",
                "run --clamd clamd.ctl",
                "run --clamd a",
                "run --clamd :3310",
                "run --clamd /a,/b"
            })
    void refusesWhatItDoesNotUnderstand(String words) {
        var refused = catchThrowableOfType(LaunchException.class, () -> parse(words.split(" ")));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused).hasMessageEndingWith("(try 'postern help')");
    }

    @Test
    void refusesAnEmptyCommandLine() {
        assertThat(catchThrowableOfType(LaunchException.class, CommandLineTest::parse)
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysWhichOptionIsWrongAndHowItIsWritten() {
        var refused = catchThrowableOfType(LaunchException.class, () -> parse("run", "--smtp", "127.0.0.1:2525"));

        assertThat(refused)
                .hasMessage(
                        "run --smtp 127.0.0.1:2525: no '=' between the address to listen on and the server behind it; "
                                + "write LISTEN=UPSTREAM, for example 127.0.0.1:2525=mail.example.org:25 (try 'postern help')");
    }

    private static Command parse(String... words) throws LaunchException {
        return CommandLine.parse(List.of(words));
    }
}
