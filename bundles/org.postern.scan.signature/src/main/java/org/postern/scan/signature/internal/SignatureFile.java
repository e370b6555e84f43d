// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.List;
import java.util.Optional;

/**
 * What a file holds. Immutable.
 *
 * @param version a digest over the file; empty if it never could be read
 * @param signatures those that can be used
 * @param malformed how many lines are none of the format
 * @param unsupported how many other lines cannot be used
 * @param isCutOff whether the last line is malformed and has no end
 */
record SignatureFile(String version, List<Signature> signatures, int malformed, int unsupported, boolean isCutOff) {
    static final SignatureFile NOTHING = new SignatureFile("", List.of(), 0, 0, false);

    SignatureFile {
        signatures = List.copyOf(signatures);
    }

    int unusable() {
        return malformed + unsupported;
    }

    /** @return why this is hardly meant to take the place of what the file held before; empty if it may */
    Optional<String> doubtsAfter(SignatureFile before) {
        if (before.signatures.isEmpty()) {
            return Optional.empty();
        }
        if (signatures.isEmpty()) {
            return Optional.of("it has no signature any more that can be used");
        }
        if (isCutOff) {
            return Optional.of("it breaks off within its last line");
        }
        return malformed > signatures.size() + unsupported
                ? Optional.of("most of its lines are no signatures")
                : Optional.empty();
    }
}
