// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A key as Metatype defines it.
 *
 * @param key its name
 * @param type the type of its value, or of each of its values
 * @param maxValues how many values its list may have; 0 if it has a single value and no list
 * @param required whether it must be there when there is no default
 * @param defaults what holds when the file does not say; for a single value a list of one
 * @param options the values that it may have; empty if there is no such choice
 * @param min the least number, or the least length of a text
 * @param max the greatest
 */
record Attribute(
        String key,
        ValueType type,
        int maxValues,
        boolean required,
        Optional<List<String>> defaults,
        List<String> options,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max) {

    Attribute {
        defaults = defaults.map(List::copyOf);
        options = List.copyOf(options);
    }

    boolean isList() {
        return maxValues > 0;
    }

    boolean isSecret() {
        return type == ValueType.PASSWORD;
    }

    /**
     * @param written the value as it stands in a file
     * @return the typed value, a list as an array
     * @throws IllegalArgumentException if it is not {@link #allowed()}
     */
    Object typed(String written) {
        if (isList()) {
            return array(CommaList.split(written));
        }
        return scalar(written);
    }

    /** @return the typed value that holds when the file does not say */
    Optional<Object> typedDefault() {
        return defaults.map(values -> isList() ? array(values) : scalar(values.get(0)));
    }

    /** @return what would be right, as a phrase */
    String allowed() {
        var one = options.isEmpty() ? type.description() + range() : "one of " + String.join(", ", options);
        if (!isList()) {
            return one;
        }
        return "a list, separated by commas, of " + one
                + (maxValues == Integer.MAX_VALUE ? "" : ", at most " + maxValues);
    }

    private Object array(List<String> values) {
        if (values.size() > maxValues) {
            throw new IllegalArgumentException("too many values");
        }
        var array = Array.newInstance(type.type(), values.size());
        for (var i = 0; i < values.size(); i++) {
            Array.set(array, i, scalar(values.get(i)));
        }
        return array;
    }

    private Object scalar(String text) {
        var value = type.parse(text);
        if (!options.isEmpty() && !options.contains(text)) {
            throw new IllegalArgumentException("not an option");
        }
        if (type.isNumber() || type.isText()) {
            var size = type.isNumber() ? new BigDecimal(text) : BigDecimal.valueOf(text.length());
            if (min.filter(least -> size.compareTo(least) < 0).isPresent()
                    || max.filter(most -> size.compareTo(most) > 0).isPresent()) {
                throw new IllegalArgumentException("out of range");
            }
        }
        return value;
    }

    private String range() {
        var unit = type.isText() ? " characters" : "";
        if (min.isPresent() && max.isPresent()) {
            return (type.isText() ? " of " : " from ") + plain(min) + " to " + plain(max) + unit;
        }
        if (min.isPresent()) {
            return " of at least " + plain(min) + unit;
        }
        return max.isPresent() ? " of at most " + plain(max) + unit : "";
    }

    private static String plain(Optional<BigDecimal> number) {
        return number.orElseThrow().toPlainString();
    }
}
