// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

/** Text on which a pattern that goes astray is stopped when the time is over. One thread. */
final class PatientText implements CharSequence {
    private static final int LOOKS_BETWEEN = 0xfff;

    private final String text;
    private final Limit limit;
    private int looks;

    /** The time was over. */
    static final class Late extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    PatientText(String text, Limit limit) {
        this.text = text;
        this.limit = limit;
    }

    @Override
    public char charAt(int index) {
        looks++;
        if ((looks & LOOKS_BETWEEN) == 0 && limit.isOver()) {
            throw new Late();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
