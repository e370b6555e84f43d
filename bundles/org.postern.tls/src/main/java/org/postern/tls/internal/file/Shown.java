// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.file;

/** Text out of a certificate, which its maker chose, made fit to be shown (T51, T53). */
public final class Shown {
    private static final int MOST = 200;

    private Shown() {}

    /** @return one line without control, format and broken characters, cut */
    public static String of(String untrusted) {
        StringBuilder clean = new StringBuilder();
        untrusted
                .codePoints()
                .limit(2L * MOST)
                .map(character -> Character.isWhitespace(character) ? ' ' : character)
                .filter(Shown::isShown)
                .limit(MOST)
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
