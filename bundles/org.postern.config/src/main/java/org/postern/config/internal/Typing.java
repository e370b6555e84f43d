// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet.Entry;

/** Checks a file against the Metatype of its PID. Says everything that is wrong at once, and no secret. */
final class Typing {
    private final ConfigFile file;
    private final Schema schema;
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    private Typing(ConfigFile file, Schema schema) {
        this.file = file;
        this.schema = schema;
    }

    /** @return the configuration with typed values, and defaults where the file says nothing */
    static Entry of(ConfigFile file, Schema schema) throws RefusedException {
        var typing = new Typing(file, schema);
        typing.checkName();
        var properties = typing.properties();
        if (!typing.problems.isEmpty()) {
            throw new RefusedException(typing.problems);
        }
        return new Entry(schema.pid(), file.name().name(), properties);
    }

    private void checkName() {
        var named = file.name().name().isPresent();
        if (schema.factory() && !named) {
            problem(
                    "",
                    "",
                    "bad file name: there may be several of these, so each has a name: " + schema.pid()
                            + "~<name>.cfg");
        } else if (!schema.factory() && named) {
            problem("", "", "bad file name: there is only one of these: " + schema.pid() + ".cfg");
        }
    }

    private Map<String, Object> properties() {
        file.values().keySet().stream()
                .sorted()
                .filter(key -> schema.attribute(key).isEmpty())
                .forEach(this::unknown);
        var properties = new HashMap<String, Object>();
        for (var attribute : schema.attributes()) {
            var written = file.values().get(attribute.key());
            if (written == null) {
                attribute
                        .typedDefault()
                        .ifPresentOrElse(value -> properties.put(attribute.key(), value), () -> missing(attribute));
            } else if (written.isEmpty()
                    && attribute.required()
                    && attribute.defaults().isEmpty()) {
                missing(attribute);
            } else {
                typed(attribute, written, properties);
            }
        }
        return properties;
    }

    private void typed(Attribute attribute, String written, Map<String, Object> properties) {
        try {
            properties.put(attribute.key(), attribute.typed(written));
        } catch (IllegalArgumentException notAllowed) {
            problem(attribute.key(), attribute.isSecret() ? "" : written, attribute.allowed());
        }
    }

    private void missing(Attribute attribute) {
        if (attribute.required()) {
            problem(attribute.key(), "", "must be given: " + attribute.allowed());
        }
    }

    private void unknown(String key) {
        // A misspelt key may carry a secret.
        var value = schema.hasSecrets() ? "" : file.values().get(key);
        var meant = Nearest.to(key, schema.keys()).map(near -> "did you mean " + near + "?");
        problem(key, value, "no such key; " + meant.orElse("there are: " + String.join(", ", schema.keys())));
    }

    private void problem(String key, String value, String allowed) {
        problems.add(new ConfigurationProblem(file.file(), Shown.of(key), Shown.of(value), allowed));
    }
}
