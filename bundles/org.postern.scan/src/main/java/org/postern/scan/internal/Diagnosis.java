// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

/**
 * What a self-test found.
 *
 * @param finding the class of it
 * @param unpacksMail whether it takes messages apart itself
 * @param detail one line for the administrator; empty when all is well
 */
record Diagnosis(Finding finding, boolean unpacksMail, String detail) {
    enum Finding {
        SOUND,
        /** It did not answer. */
        FAILING,
        /** It answered wrongly. */
        LYING,
        /** Nothing is known: all its places were taken, or it left. */
        UNKNOWN
    }
}
