// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postern.api.config.ConfigurationSet.Entry;

/** Equality of configurations: arrays count by what is in them. */
final class SameProperties {
    private SameProperties() {}

    static boolean entries(List<Entry> one, List<Entry> other) {
        return one.size() == other.size()
                && one.stream()
                        .allMatch(entry -> other.stream()
                                .anyMatch(twin -> twin.file().equals(entry.file())
                                        && maps(twin.properties(), entry.properties())));
    }

    static boolean maps(Map<String, Object> one, Map<String, Object> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(property -> Objects.deepEquals(property.getValue(), other.get(property.getKey())));
    }
}
