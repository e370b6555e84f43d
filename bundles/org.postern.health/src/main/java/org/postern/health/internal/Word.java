// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What is said at the end of the start. */
sealed interface Word {
    /**
     * Everything that is configured serves.
     *
     * @param line the readiness line
     * @param details lines that go before it: engines, warnings
     */
    record Ready(String line, List<String> details) implements Word {
        public Ready {
            requireNonNull(line);
            details = List.copyOf(details);
        }
    }

    /** It cannot serve as configured. */
    record Failed(String why) implements Word {
        public Failed {
            requireNonNull(why);
        }
    }
}
