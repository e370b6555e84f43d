// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.List;
import org.postern.api.config.ConfigurationProblem;

/** A file is not in order. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigurationProblem> problems;

    RefusedException(List<ConfigurationProblem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    /** It is about the whole file. */
    RefusedException(String file, String allowed) {
        this(List.of(new ConfigurationProblem(file, "", "", allowed)));
    }

    /** @return what is wrong, at least one */
    List<ConfigurationProblem> problems() {
        return problems;
    }
}
