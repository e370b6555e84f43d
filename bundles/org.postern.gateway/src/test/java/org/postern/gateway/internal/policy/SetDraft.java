// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.api.config.ConfigurationSet;

/** Configurations in the making. */
public final class SetDraft {
    private final List<ConfigurationSet.Entry> entries = new ArrayList<>();

    /** @param keysAndValues in turn */
    public SetDraft with(String pid, String name, Object... keysAndValues) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        entries.add(new ConfigurationSet.Entry(
                "org.postern." + pid, name.isEmpty() ? Optional.empty() : Optional.of(name), properties));
        return this;
    }

    public ConfigurationSet set() {
        return new ConfigurationSet(entries);
    }

    public static String[] list(String... values) {
        return values;
    }
}
