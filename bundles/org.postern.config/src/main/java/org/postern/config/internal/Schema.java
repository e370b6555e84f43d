// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration of a PID may hold.
 *
 * @param pid the PID, or the factory PID
 * @param factory whether there may be several, each with a name
 * @param attributes its keys
 */
record Schema(String pid, boolean factory, List<Attribute> attributes) {
    Schema {
        attributes = List.copyOf(attributes);
    }

    Optional<Attribute> attribute(String key) {
        return attributes.stream()
                .filter(attribute -> attribute.key().equals(key))
                .findFirst();
    }

    List<String> keys() {
        return attributes.stream().map(Attribute::key).toList();
    }

    boolean hasSecrets() {
        return attributes.stream().anyMatch(Attribute::isSecret);
    }

    Map<String, Object> defaults() {
        var values = new HashMap<String, Object>();
        attributes.forEach(
                attribute -> attribute.typedDefault().ifPresent(value -> values.put(attribute.key(), value)));
        return values;
    }

    /** The PIDs that are known now. */
    interface Known {
        Optional<Schema> of(String pid);

        List<String> pids();

        static Known of(List<Schema> schemas) {
            var byPid = new LinkedHashMap<String, Schema>();
            schemas.forEach(schema -> byPid.put(schema.pid(), schema));
            return new Known() {
                @Override
                public Optional<Schema> of(String pid) {
                    return Optional.ofNullable(byPid.get(pid));
                }

                @Override
                public List<String> pids() {
                    return List.copyOf(byPid.keySet());
                }
            };
        }
    }
}
