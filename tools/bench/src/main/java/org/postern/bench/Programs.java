// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine that a part of the bench needs. */
final class Programs {
    private Programs() {}

    /** Looked for in PATH, and where root's PATH would have it. */
    static Optional<Path> find(String name) {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.of((path + ":/usr/sbin:/usr/local/sbin:/sbin").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The java that runs this. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
