// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Configurations, as typed by their Metatype and with its defaults filled in.
 *
 * @param entries one for each configuration
 */
public record ConfigurationSet(List<Entry> entries) {
    public ConfigurationSet {
        entries = List.copyOf(entries);
    }

    /** @return the configurations of a factory PID, or the one of a singleton PID */
    public List<Entry> of(String pid) {
        return entries.stream().filter(entry -> entry.pid().equals(pid)).toList();
    }

    /**
     * One configuration.
     *
     * @param pid the PID, or the factory PID
     * @param name the name after the tilde, exactly for a factory configuration
     * @param properties typed values; lists are arrays
     */
    public record Entry(String pid, Optional<String> name, Map<String, Object> properties) {
        public Entry {
            requireNonNull(pid);
            requireNonNull(name);
            properties = Map.copyOf(properties);
        }

        /** @return the name of its file, such as {@code org.postern.rule~inside.cfg} */
        public String file() {
            return pid + name.map(n -> "~" + n).orElse("") + ".cfg";
        }
    }
}
