// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold of a whole set: every check of the whiteboard, and names that differ by more than case. */
final class ConsistencyCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ConsistencyCheck.class);

    private final Collection<ConfigurationCheck> checks;

    ConsistencyCheck(Collection<ConfigurationCheck> checks) {
        this.checks = checks;
    }

    List<ConfigurationProblem> check(ConfigurationSet proposed) {
        var problems = new ArrayList<>(repeatedNames(proposed));
        for (var check : checks) {
            try {
                problems.addAll(check.check(proposed));
            } catch (RuntimeException | LinkageError broken) {
                // No reason to hold back what may be right: types and ranges were checked already.
                LOG.error(
                        "the check {} failed and says nothing about the configuration",
                        check.getClass().getName(),
                        broken);
            }
        }
        return problems;
    }

    private static List<ConfigurationProblem> repeatedNames(ConfigurationSet proposed) {
        return proposed.entries().stream()
                .collect(Collectors.groupingBy(entry -> entry.file().toLowerCase(Locale.ROOT)))
                .values()
                .stream()
                .filter(same -> same.size() > 1)
                .flatMap(same -> same.stream().map(entry -> repeated(entry, same)))
                .toList();
    }

    private static ConfigurationProblem repeated(Entry entry, List<Entry> same) {
        var files = same.stream().map(Entry::file).sorted().collect(Collectors.joining(", "));
        return new ConfigurationProblem(entry.file(), "", "", "names must differ by more than case: " + files);
    }
}
