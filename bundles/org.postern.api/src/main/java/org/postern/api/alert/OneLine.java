// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.alert;

/** Text that may come out of a mail, made fit to be shown (T51, T53). */
final class OneLine {
    private OneLine() {}

    /** @return the text without control, format (such as those that turn the direction) and broken characters, cut */
    static String of(String untrusted) {
        StringBuilder clean = new StringBuilder();
        untrusted
                .codePoints()
                .map(character -> Character.isWhitespace(character) ? ' ' : character)
                .filter(OneLine::isShown)
                .limit(Alert.MOST_CHARACTERS)
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
