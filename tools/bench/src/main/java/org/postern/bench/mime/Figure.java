// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench.mime;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that was measured.
 *
 * @param what of what
 * @param value how much
 * @param unit of the value and the goal
 * @param goal the most that it should be
 */
public record Figure(String what, double value, String unit, double goal) {
    private static final String SEPARATOR = "\t";

    /** @return one line of text, for {@link #parse} */
    String line() {
        return String.join(SEPARATOR, what, Double.toString(value), unit, Double.toString(goal));
    }

    /** @return the figures in such lines */
    public static List<Figure> parse(String lines) {
        return lines.lines().map(line -> line.split(SEPARATOR)).map(Figure::of).toList();
    }

    private static Figure of(String... columns) {
        return new Figure(columns[0], Double.parseDouble(columns[1]), columns[2], Double.parseDouble(columns[3]));
    }

    /** @return a row of a table */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%-62s %9.3f %-22s goal %s %s%n",
                what,
                value,
                unit,
                goal < 1 ? String.format(Locale.ROOT, "%.1f", goal) : String.format(Locale.ROOT, "%.0f", goal),
                value <= goal ? "reached" : "MISSED");
    }

    /** @return for the file of figures */
    public Map<String, Object> json() {
        return Map.of("what", what, "value", value, "unit", unit, "goal", goal, "reached", value <= goal);
    }
}
