// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a program is asked for its version and that of its signatures.
 *
 * @param command what is run
 * @param pattern finds the version of the signatures in a line: its first group, or the whole match
 */
record VersionQuestion(Arguments command, Pattern pattern) {
    /** What it said; without a version of the signatures when that is empty. */
    record Answer(String product, String data) {}

    Answer read(Ended ended, Limit limit) throws GivenUpException {
        if (ended.exit() != 0) {
            throw new GivenUpException(ended.describe());
        }
        try {
            for (String line : ended.lines()) {
                Matcher match = pattern.matcher(new PatientText(line, limit));
                if (match.find()) {
                    int group = Math.min(1, match.groupCount());
                    String data = match.group(group) == null ? "" : match.group(group);
                    String before = data.isEmpty() ? line : line.substring(0, match.start(group));
                    return new Answer(named(before), Ended.printable(data));
                }
            }
        } catch (PatientText.Late late) {
            throw new GivenUpException("its version is not understood in time");
        }
        return new Answer(named(ended.lines().get(0)), "");
    }

    private String named(String text) {
        String product = Ended.printable(text.replaceFirst("[\\s/,:;(-]+$", ""));
        return product.isEmpty() ? command.program() : product;
    }
}
