// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.config;

import static java.util.Objects.requireNonNull;

/**
 * What is wrong in a configuration.
 *
 * @param file the file, such as {@code org.postern.rule~inside.cfg}
 * @param key the key, empty if it is about the whole file
 * @param value the value as written, empty if there is none; never a secret
 * @param allowed what would be right
 */
public record ConfigurationProblem(String file, String key, String value, String allowed) {
    public ConfigurationProblem {
        requireNonNull(file);
        requireNonNull(key);
        requireNonNull(value);
        requireNonNull(allowed);
    }

    @Override
    public String toString() {
        return file + (key.isEmpty() ? "" : ": " + key + " = " + value) + ": " + allowed;
    }
}
