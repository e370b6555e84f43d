// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** ClamAV's programs as engines, with the signatures of a clamd of our own. */
enum ClamPrograms {
    CLAMSCAN("clamscan", 2) {
        @Override
        List<String> options(PrivateClamd clamd) {
            return List.of("--database=" + clamd.database(), "--alert-encrypted=yes", "--alert-exceeds-max=yes");
        }
    },
    CLAMDSCAN("clamdscan", 8) {
        @Override
        List<String> options(PrivateClamd clamd) {
            return List.of("--config-file=" + clamd.configuration(), "--fdpass");
        }
    };

    private final String program;
    private final int maxConcurrent;

    ClamPrograms(String program, int maxConcurrent) {
        this.program = program;
        this.maxConcurrent = maxConcurrent;
    }

    abstract List<String> options(PrivateClamd clamd);

    String engine() {
        return program;
    }

    /** Makes it the only engine of a gateway that is not started yet. */
    void configure(RunningGateway gateway, PrivateClamd clamd) throws IOException {
        String options = String.join(", ", options(clamd));
        gateway.configure(
                "org.postern.scan.command~" + program + ".cfg",
                "name = " + program,
                "maxConcurrent = " + maxConcurrent,
                "command = " + path() + ", --no-summary, --stdout, " + options + ", {file}",
                "versionCommand = " + path() + ", --version, " + options);
        gateway.configure("org.postern.scan.signature.cfg", "enabled = false");
    }

    private Path path() {
        Stream<Path> folders = Arrays.stream(System.getenv("PATH").split(":")).map(Path::of);
        Path found = folders.map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/usr/bin", program));
        assertThat(found).as(program + " is installed (./postern test does it)").isExecutable();
        return found.toAbsolutePath();
    }
}
