// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

/**
 * How far apart two segments lie.
 *
 * @param least octets at least
 * @param most octets at most, or {@link #ANY}
 */
record Gap(long least, long most) {
    static final long ANY = Long.MAX_VALUE / 2;
    static final Gap NONE = new Gap(0, 0);

    /**
     * Places that the next segment may begin at have to be remembered; the narrower the gap, the less they run together
     * ({@link Reach}).
     */
    static final int MOST_REMEMBERED = 4096;

    Gap {
        if (least < 0 || most < least) {
            throw new IllegalArgumentException(least + " to " + most);
        }
    }

    boolean isTooFine() {
        return most != ANY && most / (most - least + 1) > MOST_REMEMBERED;
    }
}
