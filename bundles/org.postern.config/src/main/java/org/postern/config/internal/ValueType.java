// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.Locale;
import java.util.function.Function;

/** The types of attributes (OSGi Compendium 105.7, {@code Scalar}). */
enum ValueType {
    STRING(String.class, text -> text, "text"),
    PASSWORD(String.class, text -> text, "text"),
    BOOLEAN(Boolean.class, ValueType::bool, "true or false"),
    BYTE(Byte.class, Byte::valueOf, "a whole number"),
    SHORT(Short.class, Short::valueOf, "a whole number"),
    INTEGER(Integer.class, Integer::valueOf, "a whole number"),
    LONG(Long.class, Long::valueOf, "a whole number"),
    FLOAT(Float.class, Float::valueOf, "a number"),
    DOUBLE(Double.class, Double::valueOf, "a number"),
    CHARACTER(Character.class, ValueType::character, "a single character");

    private final Class<?> type;
    private final Function<String, Object> parser;
    private final String description;

    ValueType(Class<?> type, Function<String, Object> parser, String description) {
        this.type = type;
        this.parser = parser;
        this.description = description;
    }

    /** @param name as Metatype writes it, such as {@code Integer} */
    static ValueType named(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return upper.equals("CHAR") ? CHARACTER : valueOf(upper);
    }

    Class<?> type() {
        return type;
    }

    boolean isNumber() {
        return Number.class.isAssignableFrom(type);
    }

    boolean isText() {
        return type == String.class;
    }

    String description() {
        return description;
    }

    /** @throws IllegalArgumentException if it is none of this type */
    Object parse(String text) {
        return parser.apply(text);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("not one character");
        }
        return text.charAt(0);
    }
}
