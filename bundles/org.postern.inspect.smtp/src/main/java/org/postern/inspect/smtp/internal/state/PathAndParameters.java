// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What stands after {@code FROM:} and {@code TO:} (RFC 5321 section 4.1.2).
 *
 * @param path without angle brackets
 * @param parameters such as {@code SIZE=1000}
 */
record PathAndParameters(String path, List<String> parameters) {
    PathAndParameters {
        requireNonNull(path);
        parameters = List.copyOf(parameters);
    }

    /**
     * @param argument what follows the verb
     * @param keyword {@code FROM:} or {@code TO:}
     * @return empty if it cannot be read
     */
    static Optional<PathAndParameters> parse(String argument, String keyword) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return Optional.empty();
        }
        String rest = argument.substring(keyword.length()).strip();
        boolean bracketed = rest.startsWith("<");
        int end = bracketed ? closingBracket(rest) : firstBlank(rest);
        if (end <= 0 || (bracketed && end + 1 < rest.length() && !isBlank(rest.charAt(end + 1)))) {
            return Optional.empty();
        }
        String path = rest.substring(bracketed ? 1 : 0, end);
        String tail = rest.substring(bracketed ? end + 1 : end).strip();
        List<String> parameters = tail.isEmpty() ? List.of() : List.of(tail.split("[ \t]+"));
        // RFC 6531: addresses are UTF-8
        byte[] octets = path.getBytes(StandardCharsets.ISO_8859_1);
        return Optional.of(new PathAndParameters(new String(octets, StandardCharsets.UTF_8), parameters));
    }

    /** @return whether each parameter is one of these, in upper case */
    boolean hasOnly(Set<String> known) {
        return parameters.stream()
                .allMatch(parameter -> known.contains(parameter.split("=", 2)[0].toUpperCase(Locale.ROOT)));
    }

    /** The end of {@code <...>}; brackets in a quoted string do not count. */
    private static int closingBracket(String rest) {
        boolean quoted = false;
        for (int at = 1; at < rest.length(); at++) {
            char c = rest.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return at;
            }
        }
        return -1;
    }

    private static int firstBlank(String rest) {
        int at = 0;
        while (at < rest.length() && !isBlank(rest.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
