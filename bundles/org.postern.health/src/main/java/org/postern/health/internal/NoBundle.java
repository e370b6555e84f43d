// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** A jar that File Install leaves lying without a word. */
final class NoBundle {
    private NoBundle() {}

    /** @return why it is no bundle, or empty if it looks like one and will be installed */
    static Optional<String> why(File file) {
        try (JarFile jar = new JarFile(file)) {
            Manifest manifest = jar.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue("Bundle-SymbolicName") != null
                    ? Optional.empty()
                    : Optional.of(
                            "is no bundle: its manifest has no Bundle-SymbolicName; build it with bnd-maven-plugin, as"
                                    + " examples/scanner-keyword is");
        } catch (IOException unreadable) {
            return Optional.of("cannot be read: " + unreadable.getMessage());
        }
    }
}
