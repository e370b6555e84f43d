// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What the command line asks for. */
sealed interface Command {

    /** {@code postern help}, {@code --help}. */
    record Help() implements Command {}

    /**
     * {@code postern run}.
     *
     * @param base the instance's folder; empty: the distribution's own
     * @param forwards in the order given; no two listen on the same endpoint
     * @param clamd where clamd is, in order of preference; empty: not asked for
     */
    record Run(Optional<Path> base, List<Forward> forwards, List<ClamdAddress> clamd) implements Command {
        public Run {
            forwards = List.copyOf(forwards);
            clamd = List.copyOf(clamd);
            var seen = new HashSet<Endpoint>();
            for (var forward : forwards) {
                if (!seen.add(forward.listen())) {
                    throw new IllegalArgumentException(
                            "two listeners on " + forward.listen() + "; give each its own port");
                }
            }
        }
    }
}
