// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What of a server's offer a client may see.
 *
 * @param maxMessageBytes the gateway's own limit
 * @param hidden extensions of the table that are not for this client now
 * @param mechanisms which ways to log in can work
 */
public record Offering(long maxMessageBytes, Set<Extension> hidden, Mechanisms mechanisms) {
    /** The ways to log in (RFC 4954). */
    public enum Mechanisms {
        /** Any; the gateway does not stand in between. */
        ALL,
        /**
         * None that binds to the channel (RFC 5801 section 5: {@code -PLUS}) or takes its client from it (RFC 4422:
         * {@code EXTERNAL}): the server's channel is not the client's (T07).
         */
        UNBOUND;

        /** @return whether one of that name can work */
        public boolean allow(String name) {
            String upperCase = name.toUpperCase(Locale.ROOT);
            return this == ALL || !(upperCase.equals("EXTERNAL") || upperCase.endsWith("-PLUS"));
        }
    }

    public Offering {
        hidden = Set.copyOf(hidden);
    }

    /**
     * @param extension what the line is about
     * @param text the line as the server says it
     * @param chunking whether the server offers that too
     * @return the line for the client; empty if there is none
     */
    Optional<String> shown(Extension extension, String text, boolean chunking) {
        if (hidden.contains(extension)) {
            return Optional.empty();
        }
        return switch (extension.treatment()) {
            case SMALLER -> Optional.of("SIZE " + smaller(text));
            case WITH_CHUNKING -> chunking ? Optional.of(text) : Optional.empty();
            case UNBOUND -> mechanisms == Mechanisms.ALL ? Optional.of(text) : filtered(text);
            case AS_OFFERED, BY_MODE, BELIEVED -> Optional.of(text);
        };
    }

    /** RFC 1870 section 4: no number, or 0, is no limit. */
    private long smaller(String text) {
        String digits = text.substring("SIZE".length()).strip();
        if (!digits.matches("[0-9]{1,18}") || Long.parseLong(digits) == 0) {
            return maxMessageBytes;
        }
        return Math.min(Long.parseLong(digits), maxMessageBytes);
    }

    private Optional<String> filtered(String text) {
        List<String> words = Arrays.asList(text.split("[ \t=]+"));
        List<String> left = words.stream().skip(1).filter(mechanisms::allow).toList();
        char separator = text.length() > "AUTH".length() ? text.charAt("AUTH".length()) : ' ';
        return left.isEmpty() ? Optional.empty() : Optional.of(words.get(0) + separator + String.join(" ", left));
    }
}
