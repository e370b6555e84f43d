// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.util.Set;
import org.postern.api.scan.Gap;

/**
 * What a self-test found.
 *
 * @param finding the class of it
 * @param gaps what it does not do all the same
 * @param detail one line for the administrator; empty when it is sound
 */
record Diagnosis(Finding finding, Set<Gap> gaps, String detail) {
    enum Finding {
        SOUND,
        /** It did not answer. */
        FAILING,
        /** It answered wrongly. */
        LYING,
        /** Nothing is known: all its places were taken, or it left. */
        UNKNOWN
    }

    Diagnosis {
        gaps = Set.copyOf(gaps);
    }

    static Diagnosis not(Finding finding, String detail) {
        return new Diagnosis(finding, Set.of(), detail);
    }
}
