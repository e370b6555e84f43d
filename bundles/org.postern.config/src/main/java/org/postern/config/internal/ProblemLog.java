// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.ArrayList;
import java.util.List;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each problem once, and when it is over. Errors and warnings are shown on the console too. Not thread-safe. */
final class ProblemLog {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private List<ConfigurationProblem> told = List.of();

    List<ConfigurationProblem> told() {
        return told;
    }

    void tell(List<ConfigurationProblem> refusals, List<ConfigurationProblem> unknown, ConfigurationSet inForce) {
        refusals.stream()
                .filter(problem -> !told.contains(problem))
                .forEach(problem -> LOG.error("{}; {}", problem, consequence(problem, inForce)));
        unknown.stream().filter(problem -> !told.contains(problem)).forEach(problem -> LOG.warn("{}", problem));
        var now = new ArrayList<>(refusals);
        now.addAll(unknown);
        told.stream()
                .map(ConfigurationProblem::file)
                .distinct()
                .filter(file -> now.stream().noneMatch(problem -> problem.file().equals(file)))
                .forEach(file -> LOG.info("{}: no more problems", file));
        told = List.copyOf(now);
    }

    private static String consequence(ConfigurationProblem problem, ConfigurationSet inForce) {
        return inForce.entries().stream().anyMatch(entry -> entry.file().equals(problem.file()))
                ? "its last good copy stays in force"
                : "it is not in force";
    }
}
