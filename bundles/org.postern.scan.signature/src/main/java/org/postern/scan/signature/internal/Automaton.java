// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.Arrays;
import java.util.List;

/**
 * Finds all of a set of patterns in one pass (Aho and Corasick 1975). An octet costs one step, or a few that were saved
 * before, however many patterns there are. States are numbered by their depth: the shallow ones, where nearly all of the
 * time is spent, have a row of a table each, the others find their way through a hash table. About 40 octets of heap for
 * one of a pattern, and at most 16 MiB for the table. Immutable.
 */
final class Automaton {
    /** How many octets all patterns together may have: a state and an octet have to fit into one int. */
    static final int MOST_STATES = 1 << 22;

    private static final int MOST_ROWS = 16 * 1024;
    private static final int NONE = -1;

    private final Edges edges = new Edges();
    private final int rows;
    private final int[] table;
    private final int[] fail;
    private final int[] output;
    private final int[] shorter;
    private final int[] firstEnding;
    private final int[] nextWithSameEnd;

    /** Hears of matches. */
    @FunctionalInterface
    interface Matches {
        /**
         * @param pattern the pattern's index
         * @return whether to go on
         */
        boolean found(int pattern);
    }

    /** @param patterns none of them empty, at most {@link #MOST_STATES} octets together */
    Automaton(List<byte[]> patterns) {
        this(patterns, MOST_ROWS);
    }

    Automaton(List<byte[]> patterns, int mostRows) {
        int most = patterns.stream().mapToInt(pattern -> pattern.length).reduce(1, Math::addExact);
        if (most > MOST_STATES + 1) {
            throw new IllegalArgumentException("Too many patterns");
        }
        fail = new int[most];
        int[] ends = new int[patterns.size()];
        int states = addStates(patterns, ends);
        firstEnding = new int[states];
        nextWithSameEnd = new int[patterns.size()];
        Arrays.fill(firstEnding, NONE);
        for (int i = 0; i < ends.length; i++) {
            nextWithSameEnd[i] = firstEnding[ends[i]];
            firstEnding[ends[i]] = i;
        }
        output = new int[states];
        shorter = new int[states];
        for (int state = 1; state < states; state++) {
            shorter[state] = output[fail[state]];
            output[state] = firstEnding[state] == NONE ? shorter[state] : state;
        }
        rows = Math.min(states, mostRows);
        table = table();
    }

    /** Adds a state for each beginning of a pattern, the shortest first, and links it to the longest one that ends it. */
    private int addStates(List<byte[]> patterns, int[] ends) {
        int states = 1;
        boolean longer = true;
        for (int depth = 0; longer; depth++) {
            longer = false;
            for (int i = 0; i < ends.length; i++) {
                byte[] pattern = patterns.get(i);
                if (depth < pattern.length) {
                    longer = true;
                    int octet = pattern[depth] & 0xff;
                    int parent = ends[i];
                    ends[i] = edges.get(parent, octet);
                    if (ends[i] == 0) {
                        ends[i] = states++;
                        edges.put(parent, octet, ends[i]);
                        fail[ends[i]] = parent == 0 ? 0 : search(fail[parent], octet);
                    }
                }
            }
        }
        return states;
    }

    private int[] table() {
        int[] filled = new int[rows << 8];
        for (int state = 0; state < rows; state++) {
            for (int octet = 0; octet < 256; octet++) {
                int next = edges.get(state, octet);
                // What a state cannot do is done by the one it is linked to, whose row is ready.
                filled[state << 8 | octet] = next != 0 || state == 0 ? next : filled[fail[state] << 8 | octet];
            }
        }
        return filled;
    }

    /** @return the state after one more octet; the first state is 0 */
    int step(int state, int octet) {
        int from = state;
        while (from >= rows) {
            int next = edges.get(from, octet);
            if (next != 0) {
                return next;
            }
            from = fail[from];
        }
        return table[from << 8 | octet];
    }

    private int search(int state, int octet) {
        int from = state;
        int next = edges.get(from, octet);
        while (next == 0 && from != 0) {
            from = fail[from];
            next = edges.get(from, octet);
        }
        return next;
    }

    /** Names each pattern that ends where this state was reached. */
    boolean matches(int state, Matches matches) {
        for (int end = output[state]; end != 0; end = shorter[end]) {
            for (int pattern = firstEnding[end]; pattern != NONE; pattern = nextWithSameEnd[pattern]) {
                if (!matches.found(pattern)) {
                    return false;
                }
            }
        }
        return true;
    }
}
