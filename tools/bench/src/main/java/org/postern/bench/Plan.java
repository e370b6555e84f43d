// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured, and for how long.
 *
 * @param moment how long each variant is measured, in each round of each cell
 * @param warmUp how long the gateway runs with all sorts of mail before, at most
 */
record Plan(String name, List<Cell> cells, int rounds, Duration moment, Duration warmUp) {
    private static final int KIB = 1_024;

    Plan {
        cells = List.copyOf(cells);
    }

    /** Some six minutes. */
    static Plan quick() {
        var small = Corpus.of("4 KB", 4 * KIB);
        var mixed = Corpus.mixed();
        var cells = new ArrayList<Cell>();
        for (var protocol : Protocol.values()) {
            cells.addAll(cells(protocol, small, 1, 8, 64));
            cells.addAll(cells(protocol, mixed, 8));
        }
        cells.add(new Cell(Protocol.SMTP, small, new Cell.Shape(8, 1)));
        return new Plan("quick", cells, 3, Duration.ofMillis(900), Duration.ofSeconds(90));
    }

    /** Some forty minutes. */
    static Plan full() {
        var tiny = Corpus.of("1 KB", KIB);
        var small = Corpus.of("4 KB", 4 * KIB);
        var middle = Corpus.of("64 KB", 64 * KIB);
        var large = Corpus.of("1 MB", KIB * KIB);
        var huge = Corpus.of("10 MB", 10 * KIB * KIB);
        var mixed = Corpus.mixed();
        var cells = new ArrayList<Cell>();
        for (var protocol : Protocol.values()) {
            cells.addAll(cells(protocol, tiny, 1, 8, 64, 256));
            cells.addAll(cells(protocol, small, 1, 8, 64, 256));
            cells.addAll(cells(protocol, middle, 1, 8, 64));
            cells.addAll(cells(protocol, large, 1, 8, 64));
            cells.addAll(cells(protocol, huge, 1, 8));
            cells.addAll(cells(protocol, mixed, 1, 8, 64, 256));
        }
        cells.add(new Cell(Protocol.SMTP, small, new Cell.Shape(8, 1)));
        cells.add(new Cell(Protocol.SMTP, small, new Cell.Shape(64, 1)));
        return new Plan("full", cells, 3, Duration.ofSeconds(3), Duration.ofSeconds(300));
    }

    /** Only the cells in whose title all the words stand. */
    Plan only(List<String> words) {
        var left = cells.stream()
                .filter(cell -> words.stream().allMatch(cell.title()::contains))
                .toList();
        return new Plan(name, left, rounds, moment, warmUp);
    }

    /** How often the reading of a message is measured: ten times a second. */
    int readings() {
        return (int) moment.toMillis() / 100;
    }

    /** Whether the cell shows a single message's way best, and so a step in it. */
    static boolean showsSteps(Cell cell) {
        return cell.shape().equals(Cell.Shape.of(1)) && cell.corpus().name().equals("4 KB");
    }

    private static List<Cell> cells(Protocol protocol, Corpus corpus, int... sessions) {
        var cells = new ArrayList<Cell>();
        for (var count : sessions) {
            cells.add(new Cell(protocol, corpus, Cell.Shape.of(count)));
        }
        return cells;
    }
}
