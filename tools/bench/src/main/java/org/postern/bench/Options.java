// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param scans whether the scan path alone is measured, beside the scans without it
 * @param only words that must stand in a cell's title; none: all cells
 */
record Options(boolean quick, boolean scans, Optional<Path> json, List<String> only) {
    static final String HELP = """
        Usage: ./postern bench [--quick] [--scans] [--json FILE] [--only WORD]...

        Measures the built gateway beside a direct connection and a bare relay, in interleaved rounds.

          --quick        some six minutes instead of some forty
          --json FILE    where the figures go; otherwise to a new file in target/bench/
          --scans        only what the gateway adds to clamd's scans, mail of 4 KB to 10 MB
          --only WORD    only what has the word in its heading, such as SMTP, MIME, 'mixed' or ' 8 sessions'; may be repeated

        Exit codes: 0 fine; 1 mail was lost or changed, or something did not run; 2 an option is wrong; 3 a 40 ms
        step was seen.
        """;

    Options {
        only = List.copyOf(only);
    }

    /** An option is wrong; the message says which. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static Options parse(List<String> arguments) throws UsageException {
        var rest = new ArrayDeque<>(arguments);
        var quick = false;
        var scans = false;
        var json = Optional.<Path>empty();
        var only = new ArrayList<String>();
        while (!rest.isEmpty()) {
            var word = rest.removeFirst();
            switch (word) {
                case "--quick" -> quick = true;
                case "--scans" -> scans = true;
                case "--json" -> json = Optional.of(Path.of(value(word, rest)));
                case "--only" -> only.add(value(word, rest));
                default -> throw new UsageException("'" + word + "' is not an option");
            }
        }
        return new Options(quick, scans, json, only);
    }

    private static String value(String option, ArrayDeque<String> rest) throws UsageException {
        if (rest.isEmpty()) {
            throw new UsageException(option + ": its value is missing");
        }
        return rest.removeFirst();
    }

    /** Whether the reading of messages is to be measured. */
    boolean mime() {
        return only.stream().allMatch(MimeCost.TITLE::equals);
    }

    Plan plan() {
        var plan = quick ? Plan.quick() : Plan.full();
        return only.isEmpty() ? plan : plan.only(only);
    }
}
