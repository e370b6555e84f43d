// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

/** Text out of a file, fit for a line of the log. */
final class Shown {
    private static final int MAX_LENGTH = 120;

    private Shown() {}

    static String of(String text) {
        var line = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .limit(MAX_LENGTH)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return line.length() < text.length() ? line + "..." : line.toString();
    }
}
