// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

/** Names and errors come from files and peers: no line ends, no terminal sequences, no end of it (T51, T53). */
final class Printable {
    private static final int MOST_TEXT = 200;

    private Printable() {}

    static String of(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\u0080-\u009f\u2028\u2029]", "?");
        return clean.length() <= MOST_TEXT ? clean : clean.substring(0, MOST_TEXT);
    }
}
