// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.api.mime.Part;
import org.postern.api.policy.Finding;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/**
 * A scanned object and what was found in it.
 *
 * @param part the part of the original that is replaced if anything is: the object itself or the smallest part around it
 * @param findings the verdicts on it, at least one
 */
record Examined(Part part, List<Finding> findings) {
    Examined {
        findings = List.copyOf(findings);
    }

    Examined with(Finding further) {
        return new Examined(
                part, Stream.concat(findings.stream(), Stream.of(further)).toList());
    }

    Verdict verdict() {
        Verdict strongest = Verdict.CLEAN;
        for (Finding finding : findings) {
            strongest = strongest.or(finding.result().verdict());
        }
        return strongest;
    }

    /** @return the first finding of the strongest verdict */
    Finding strongest() {
        Verdict strongest = verdict();
        return findings.stream()
                .filter(f -> f.result().verdict() == strongest)
                .findFirst()
                .orElseThrow();
    }

    /** @return the first result of that verdict */
    Optional<ScanResult> first(Verdict verdict) {
        for (Finding finding : findings) {
            if (finding.result().verdict() == verdict) {
                return Optional.of(finding.result());
            }
        }
        return Optional.empty();
    }
}
