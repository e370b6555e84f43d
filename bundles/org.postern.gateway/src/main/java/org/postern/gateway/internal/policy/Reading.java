// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.util.converter.ConversionException;
import org.osgi.util.converter.Converter;
import org.osgi.util.converter.Converters;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet.Entry;

/**
 * One configuration that is being read: what is wrong with it goes to the problems of the whole set.
 *
 * @param entry the configuration
 * @param problems those of the set, to which is added
 */
record Reading(Entry entry, List<ConfigurationProblem> problems) {
    private static final Converter CONVERTER = Converters.standardConverter();

    <A> A as(Class<A> type) {
        return CONVERTER.convert(entry.properties()).to(type);
    }

    String name() {
        return entry.name().orElse("");
    }

    /** @return what was parsed; empty if that threw, which is a problem then */
    <T> Optional<T> value(String key, String value, Supplier<T> parsed) {
        try {
            return Optional.of(parsed.get());
        } catch (IllegalArgumentException | ConversionException e) {
            problem(key, value, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** @return the constant of that name; the first one, and a problem, if there is none */
    <E extends Enum<E>> E choice(String key, String name, Class<E> type) {
        return choice(key, name, type, Enum::name);
    }

    /** The same for names that are written in lower case. */
    <E extends Enum<E>> E lowerCaseChoice(String key, String name, Class<E> type) {
        return choice(key, name, type, constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    private <E extends Enum<E>> E choice(String key, String name, Class<E> type, Function<E, String> written) {
        E[] all = type.getEnumConstants();
        for (E constant : all) {
            if (written.apply(constant).equals(name)) {
                return constant;
            }
        }
        problem(
                key,
                name == null ? "" : name,
                "one of " + Arrays.stream(all).map(written).collect(Collectors.joining(", ")));
        return all[0];
    }

    void problem(String key, String value, String allowed) {
        problems.add(new ConfigurationProblem(entry.file(), key, value, allowed));
    }
}
