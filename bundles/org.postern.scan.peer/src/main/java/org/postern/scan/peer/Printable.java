// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.util.regex.Pattern;

/** Names and errors come from files and peers: no line ends, no terminal sequences, no end of it (T51, T53). */
public final class Printable {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\u0080-\u009f\u2028\u2029]");
    private static final int MOST_TEXT = 200;

    private Printable() {}

    /** @return one line of at most 200 characters */
    public static String of(String text) {
        String clean = CONTROL.matcher(text).replaceAll("?");
        return clean.length() <= MOST_TEXT ? clean : clean.substring(0, MOST_TEXT);
    }
}
