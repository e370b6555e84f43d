// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.List;
import org.postern.api.config.ConfigurationProblem;

/** What came of reading a file. */
sealed interface Reading {
    /** It can be read; whether its values are right is another question. */
    record Readable(ConfigFile file) implements Reading {}

    /** It cannot. */
    record Unreadable(List<ConfigurationProblem> problems) implements Reading {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }
}
