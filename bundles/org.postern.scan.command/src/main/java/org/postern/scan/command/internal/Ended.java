// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.util.Arrays;
import java.util.List;

/**
 * What is left of a program that ended by itself.
 *
 * @param exit its exit code; from {@value #SIGNAL} on it was ended by a signal
 * @param output what it printed on its standard output, or the beginning of that
 * @param whole whether that is all of it
 * @param errors the same of its error output
 */
record Ended(int exit, String output, boolean whole, String errors) {
    static final int SIGNAL = 128;

    private static final int MOST_TEXT = 200;

    List<String> lines() {
        return Arrays.stream(output.split("\n", -1))
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                .toList();
    }

    /** @return how it ended, and the first line that it printed of errors, or else at all */
    String describe() {
        String how = exit < SIGNAL ? "exit code " + exit : "ended by signal " + (exit - SIGNAL);
        String said = (errors + "\n" + output).strip().lines().findFirst().orElse("");
        return said.isEmpty() ? how : how + ": " + printable(said);
    }

    /** What programs print comes out of files, too: no line ends, no terminal sequences, no end of it (T51, T53). */
    static String printable(String text) {
        String clean = text.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\u0080-\u009f\u2028\u2029\ufffd]", "?");
        return clean.length() <= MOST_TEXT ? clean : clean.substring(0, MOST_TEXT);
    }
}
