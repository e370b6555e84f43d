// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Configurations as Declarative Services make them. */
final class Configs {
    private Configs() {}

    static CommandEngine.Config of(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of("command", new String[] {"/bin/false", "{file}"}));
        all.putAll(values);
        return (CommandEngine.Config) Proxy.newProxyInstance(
                Configs.class.getClassLoader(),
                new Class<?>[] {CommandEngine.Config.class},
                (proxy, method, arguments) -> all.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
