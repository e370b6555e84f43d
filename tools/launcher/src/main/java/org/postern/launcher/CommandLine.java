// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads the words after {@code postern}. A value follows its option as the next word or after an equals sign. */
final class CommandLine {
    static final String HELP = """
            Usage: postern run [--base DIR] [--smtp LISTEN=UPSTREAM]... [--pop3 LISTEN=UPSTREAM]...
                   postern help

            Runs the mail-security gateway in the foreground until Ctrl-C or SIGTERM.

              --base DIR                the instance's folder: etc/ (configuration), deploy/ (bundles to add while it
                                        runs), data/ (log, spool, quarantine). Made with commented defaults when it is
                                        not there. Without this option: the folder Postern was unpacked to.
              --smtp LISTEN=UPSTREAM    inspects SMTP on LISTEN and hands it to the server UPSTREAM; may be repeated.
                                        Short for a listener and a PERMIT rule in etc/ (files named ~cli-smtp-N.cfg,
                                        rewritten at each start that has the option).
              --pop3 LISTEN=UPSTREAM    the same for POP3 (~cli-pop3-N.cfg).
              --clamd ADDRESS           has everything scanned by clamd at HOST:PORT or at the path of its unix socket, and
                                        by nothing else; may be repeated: the next one is asked when one fails. Short for
                                        an engine in etc/ (org.postern.scan.clamd~cli.cfg) and a line that switches the
                                        signature engine off, which scans without this option.
              --help                    this text

            LISTEN and UPSTREAM are HOST:PORT: 127.0.0.1:25, [::1]:25, mail.example.org:25; LISTEN may also be *:25 or
            :25 for every address of this machine.

            Exit codes: 0 stopped cleanly; 1 the start failed (a port is taken, a bundle does not start); 2 an option
            is wrong; 3 the instance's folder cannot be read or written.

            Environment: JAVA_HOME (Java 17 or newer), JAVA_OPTS (options for the JVM).
            """;

    private CommandLine() {}

    static Command parse(List<String> words) throws LaunchException {
        var rest = new ArrayDeque<>(words);
        var command = rest.isEmpty() ? "" : rest.removeFirst();
        return switch (command) {
            case "help", "--help", "-h" -> new Command.Help();
            case "run" -> run(rest);
            case "" -> throw usage("no command");
            default -> throw usage("'" + command + "' is not a command");
        };
    }

    private static Command run(Deque<String> rest) throws LaunchException {
        var base = Optional.<Path>empty();
        var forwards = new ArrayList<Forward>();
        var clamd = new ArrayList<ClamdAddress>();
        while (!rest.isEmpty()) {
            var word = rest.removeFirst();
            var equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals >= 0) {
                rest.addFirst(word.substring(equals + 1));
                word = word.substring(0, equals);
            }
            switch (word) {
                case "--help", "-h" -> {
                    return new Command.Help();
                }
                case "--base" -> {
                    if (base.isPresent()) {
                        throw usage("--base is given twice; one instance has one folder");
                    }
                    base = Optional.of(path(value(word, rest)));
                }
                case "--smtp", "--pop3" -> forwards.add(forward(word, value(word, rest)));
                case "--clamd" -> clamd.add(clamd(value(word, rest)));
                default -> throw usage("run: '" + word + "' is not an option");
            }
        }
        try {
            return new Command.Run(base, forwards, clamd);
        } catch (IllegalArgumentException wrong) {
            throw usage("run: " + wrong.getMessage());
        }
    }

    private static String value(String option, Deque<String> rest) throws LaunchException {
        if (rest.isEmpty() || rest.peekFirst().isEmpty() || rest.peekFirst().startsWith("--")) {
            throw usage("run " + option + ": its value is missing");
        }
        return rest.removeFirst();
    }

    private static Path path(String text) throws LaunchException {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException wrong) {
            throw usage("run --base: '" + text + "' is not a path here: " + wrong.getReason());
        }
    }

    private static Forward forward(String option, String text) throws LaunchException {
        try {
            return Forward.parse(option.substring(2), text);
        } catch (IllegalArgumentException wrong) {
            throw usage("run " + option + " " + text + ": " + wrong.getMessage());
        }
    }

    private static ClamdAddress clamd(String text) throws LaunchException {
        try {
            return new ClamdAddress(text);
        } catch (IllegalArgumentException wrong) {
            throw usage("run --clamd " + text + ": " + wrong.getMessage());
        }
    }

    private static LaunchException usage(String what) {
        return new LaunchException(ExitCode.USAGE, what + " (try 'postern help')");
    }
}
