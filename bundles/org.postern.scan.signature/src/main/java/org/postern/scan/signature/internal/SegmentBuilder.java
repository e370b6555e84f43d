// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Takes one piece of a segment after the other. What may have several lengths makes several segments. */
final class SegmentBuilder {
    /** How many octets all variants together may have. */
    static final int MOST_OCTETS = 32 * 1024;

    private static final int MOST_VARIANTS = 64;

    private List<Variant> variants = List.of(new Variant(new int[16], 0, List.of()));

    /** One of the lengths. */
    private static final class Variant {
        private int[] octets;
        private int length;
        private final List<Segment.Choice> choices;

        Variant(int[] octets, int length, List<Segment.Choice> choices) {
            this.octets = octets;
            this.length = length;
            this.choices = new ArrayList<>(choices);
        }

        Variant copy() {
            return new Variant(octets.clone(), length, choices);
        }

        void add(int... more) {
            if (length + more.length > octets.length) {
                octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more.length));
            }
            System.arraycopy(more, 0, octets, length, more.length);
            length += more.length;
        }

        void choose(List<int[]> options, boolean negated) {
            if (options.size() == 1 && !negated) {
                add(options.get(0));
                return;
            }
            choices.add(new Segment.Choice(length, options, negated));
            add(new int[options.get(0).length]);
        }

        Segment build() {
            return new Segment(Arrays.copyOf(octets, length), choices);
        }
    }

    boolean isEmpty() {
        return variants.stream().allMatch(variant -> variant.length == 0);
    }

    void octets(int... octets) throws Unusable {
        for (Variant variant : variants) {
            variant.add(octets);
        }
        checkSize();
    }

    /** @param options not empty, none of them empty; of one length if they are negated */
    void choice(List<int[]> options, boolean negated) throws Unusable {
        TreeMap<Integer, List<int[]>> byLength = new TreeMap<>();
        for (int[] option : options) {
            byLength.computeIfAbsent(option.length, length -> new ArrayList<>()).add(option);
        }
        List<Variant> all = new ArrayList<>();
        for (List<int[]> group : byLength.values()) {
            for (Variant variant : byLength.size() == 1 ? variants : copies()) {
                variant.choose(List.copyOf(group), negated);
                all.add(variant);
            }
        }
        variants = all;
        checkSize();
    }

    /** Adds so many octets that may be anything. */
    void anything(int least, int most) throws Unusable {
        if ((long) (most - least + 1) * variants.size() > MOST_VARIANTS) {
            throw tooMany();
        }
        List<Variant> all = new ArrayList<>();
        for (int length = least; length <= most; length++) {
            for (Variant variant : least == most ? variants : copies()) {
                variant.add(new int[length]);
                all.add(variant);
            }
        }
        variants = all;
        checkSize();
    }

    private List<Variant> copies() {
        return variants.stream().map(Variant::copy).toList();
    }

    private void checkSize() throws Unusable {
        if (variants.size() > MOST_VARIANTS) {
            throw tooMany();
        }
        if (variants.stream().mapToLong(variant -> variant.length).sum() > MOST_OCTETS) {
            throw Unusable.unsupported("it is longer than " + MOST_OCTETS + " octets");
        }
    }

    private static Unusable tooMany() {
        return Unusable.unsupported("its alternatives make more than " + MOST_VARIANTS + " lengths");
    }

    /** @return a segment for each length */
    List<Segment> build() {
        return variants.stream().map(Variant::build).toList();
    }
}
