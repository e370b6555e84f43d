// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.List;

/**
 * Octets that lie together: fixed ones, ones of which some bits count, ones with alternatives. Of one length. Immutable.
 */
final class Segment {
    private final byte[] values;
    private final byte[] masks;
    private final List<Choice> choices;

    /**
     * Octets with alternatives.
     *
     * @param at where in the segment
     * @param options each as {@link Octet} has it, all of one length
     * @param negated whether it is none of these
     */
    record Choice(int at, List<int[]> options, boolean negated) {
        boolean matches(byte[] window, int segment) {
            for (int[] option : options) {
                if (matches(option, window, segment + at)) {
                    return !negated;
                }
            }
            return negated;
        }

        private static boolean matches(int[] option, byte[] window, int from) {
            for (int i = 0; i < option.length; i++) {
                if (!Octet.matches(option[i], window[from + i])) {
                    return false;
                }
            }
            return true;
        }
    }

    Segment(int[] octets, List<Choice> choices) {
        this.choices = List.copyOf(choices);
        values = new byte[octets.length];
        masks = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            values[i] = (byte) Octet.value(octets[i]);
            masks[i] = (byte) Octet.mask(octets[i]);
        }
    }

    int length() {
        return values.length;
    }

    /** @return whether that octet is one value and no other */
    boolean isFixed(int index) {
        return masks[index] == (byte) 0xff;
    }

    byte value(int index) {
        return values[index];
    }

    int countFixed() {
        int count = 0;
        for (int i = 0; i < masks.length; i++) {
            count += isFixed(i) ? 1 : 0;
        }
        return count;
    }

    /** @return whether the octets from there on are like that; all of them must be there */
    boolean matches(byte[] window, int from) {
        for (int i = 0; i < values.length; i++) {
            if (((window[from + i] ^ values[i]) & masks[i]) != 0) {
                return false;
            }
        }
        for (Choice choice : choices) {
            if (!choice.matches(window, from)) {
                return false;
            }
        }
        return true;
    }
}
