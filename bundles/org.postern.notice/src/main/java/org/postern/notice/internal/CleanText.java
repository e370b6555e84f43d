// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

/** Strings that a mail brought, made fit to be shown (T51). */
final class CleanText {
    private static final int LONGEST = 200;

    private CleanText() {}

    /** @return the text without control, format (such as those that turn the direction) and broken characters, cut at 200 */
    static String of(String untrusted) {
        StringBuilder clean = new StringBuilder();
        untrusted.codePoints().filter(CleanText::isShown).limit(LONGEST).forEach(clean::appendCodePoint);
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
