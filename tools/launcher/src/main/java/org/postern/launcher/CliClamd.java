// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes what {@code --clamd} stands for into the instance's {@code etc/}: an engine, and a line that switches the
 * signature engine off. A profile takes whichever engines there are; were that one among them, mail would pass with its
 * few signatures while clamd is gone. A start with listeners but without the option takes both back.
 */
final class CliClamd {
    private static final String ENGINE = "org.postern.scan.clamd~cli.cfg";
    private static final String SIGNATURE = "org.postern.scan.signature.cfg";
    private static final Pattern ENABLED = Pattern.compile("(?m)^[ \\t]*enabled[ \\t]*[=:]");

    private static final String OFF = """
            # Written by 'postern run --clamd', and taken back by a start with listeners and without that option: only clamd
            # counts. To have both engines, write your own line "enabled = true" instead, and "engines = clamd, signature"
            # in the profile.
            enabled = false
            """;

    private CliClamd() {}

    static void write(Path etc, List<ClamdAddress> addresses) throws IOException {
        CliConfiguration.replace(etc.resolve(ENGINE), engine(addresses));
        var file = etc.resolve(SIGNATURE);
        var now = read(file);
        if (!ENABLED.matcher(now).find()) {
            var lineEnd = now.isEmpty() || now.endsWith("\n") ? "" : "\n";
            CliConfiguration.replace(file, now + lineEnd + OFF);
        }
    }

    static void takeBack(Path etc) throws IOException {
        Files.deleteIfExists(etc.resolve(ENGINE));
        var file = etc.resolve(SIGNATURE);
        var now = read(file);
        if (now.contains(OFF)) {
            CliConfiguration.replace(file, now.replace(OFF, ""));
        }
    }

    private static String read(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.readString(file) : "";
    }

    private static String engine(List<ClamdAddress> addresses) {
        return """
                # Written by 'postern run --clamd', and again at each start that has the option: do not edit. To keep it for
                # good, copy it to a name other than '~cli', and start without the option.
                name = clamd
                addresses = %s
                """.formatted(addresses.stream().map(ClamdAddress::text).collect(Collectors.joining(", ")));
    }
}
