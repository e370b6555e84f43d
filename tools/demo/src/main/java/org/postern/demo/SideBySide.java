// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Two texts in two columns, line by line; lines that differ have a mark between them. */
final class SideBySide {
    private static final int WIDTH = 58;

    private SideBySide() {}

    static List<String> of(byte[] left, byte[] right) {
        var a = lines(left);
        var b = lines(right);
        var common = commonLines(a, b);
        var rows = new ArrayList<String>();
        var i = 0;
        var j = 0;
        while (i < a.size() || j < b.size()) {
            if (meet(a, i, b, j)) {
                rows.add(row(a.get(i++), ' ', b.get(j++)));
            } else {
                // The stretches until both columns meet again stand beside each other.
                var leftOnly = new ArrayList<String>();
                var rightOnly = new ArrayList<String>();
                while ((i < a.size() || j < b.size()) && !meet(a, i, b, j)) {
                    if (i < a.size() && (j >= b.size() || common[i + 1][j] >= common[i][j + 1])) {
                        leftOnly.add(a.get(i++));
                    } else {
                        rightOnly.add(b.get(j++));
                    }
                }
                for (var k = 0; k < Math.max(leftOnly.size(), rightOnly.size()); k++) {
                    rows.add(row(at(leftOnly, k), '|', at(rightOnly, k)));
                }
            }
        }
        return rows;
    }

    private static boolean meet(List<String> a, int i, List<String> b, int j) {
        return i < a.size() && j < b.size() && a.get(i).equals(b.get(j));
    }

    private static String at(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }

    private static List<String> lines(byte[] octets) {
        // What a terminal could take for a command is shown as a dot.
        return new String(octets, StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> line.replaceAll("[^ -~]", "."))
                .toList();
    }

    private static String row(String left, char mark, String right) {
        return (cut(left) + " ".repeat(WIDTH - cut(left).length()) + " " + mark + " " + cut(right)).stripTrailing();
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
    }

    /** common[i][j]: how many lines the rest of a from i and the rest of b from j have in common, in order. */
    private static int[][] commonLines(List<String> a, List<String> b) {
        var common = new int[a.size() + 1][b.size() + 1];
        for (var i = a.size() - 1; i >= 0; i--) {
            for (var j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).equals(b.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
