// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.longtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a long test measured: a row of {@code docs/long-tests.md}, to which {@code ./postern test --long} adds commit, date and
 * machine.
 *
 * @param what the test, always under the same name: the row of its last run is replaced
 * @param conditions such as how long it ran
 * @param figures what was measured
 */
public record Result(String what, String conditions, String figures) {
    private static final Path FOLDER = Path.of("target", "long-tests");
    private static final Pattern BREAKS_THE_TABLE = Pattern.compile("[\\p{Cntrl}|]");

    public Result {
        for (String cell : List.of(what, conditions, figures)) {
            if (cell.isBlank() || BREAKS_THE_TABLE.matcher(cell).find()) {
                throw new IllegalArgumentException("not a cell of a table: " + cell);
            }
        }
    }

    /** Leaves it in the module's {@code target/long-tests}, one line, its cells divided by tabs. */
    public void write() {
        String name = what.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name + ".tsv"), String.join("\t", what, conditions, figures) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
