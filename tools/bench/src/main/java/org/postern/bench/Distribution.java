// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The gateway as it is delivered: what it has and what not. */
record Distribution(Path home) {
    static Distribution in(Path home) throws BenchFailure {
        if (!Files.isExecutable(home.resolve("bin/postern"))) {
            throw new BenchFailure(home + " holds no distribution; './postern build' makes it");
        }
        return new Distribution(home.toAbsolutePath());
    }

    /** Whether it holds that bundle. */
    boolean has(String symbolicName) throws IOException {
        try (var bundles = Files.newDirectoryStream(home.resolve("bundles"), symbolicName + "-*.jar")) {
            return bundles.iterator().hasNext();
        }
    }
}
