// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran to its end.
 *
 * @param exit its exit code
 * @param output what it printed on both of its outputs
 */
record Command(int exit, String output) {
    static Command run(List<String> command) throws IOException, InterruptedException {
        return run(command, 120);
    }

    static Command run(List<String> command, int seconds) throws IOException, InterruptedException {
        Path file = Files.createTempFile("postern-command", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String output = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(ended)
                    .as("%s ends within %s s; it printed: %s", command, seconds, output)
                    .isTrue();
            return new Command(process.exitValue(), output);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
