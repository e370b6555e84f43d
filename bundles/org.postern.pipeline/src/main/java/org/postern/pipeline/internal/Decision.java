// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.policy.Finding;
import org.postern.api.policy.Profile;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.policy.Treatment;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;

/**
 * What a profile says to what was found.
 *
 * @param removed what is replaced
 * @param unseen whether something passes that was not looked at wholly
 * @param failure why no decision can be made now, if so
 */
record Decision(List<Examined> removed, boolean unseen, Optional<String> failure) {
    Decision {
        removed = List.copyOf(removed);
    }

    /** @param all what was looked at, the message as a whole last */
    static Decision of(Profile profile, List<Examined> all, List<String> ambiguities) {
        boolean infected = all.stream().anyMatch(examined -> examined.verdict() == Verdict.INFECTED);
        boolean defers = !infected && profile.onScannerFailure() == ScannerFailure.DEFER;
        List<Examined> removed = new ArrayList<>();
        boolean unseen = false;
        Optional<String> failure = Optional.empty();
        for (Examined examined : all) {
            Treatment treatment =
                    switch (examined.verdict()) {
                        case CLEAN -> Treatment.ALLOW;
                        case INFECTED -> Treatment.DENY;
                        case UNSCANNABLE -> ofUnscannable(profile, examined);
                        // in an infected message nothing stays that was not looked at
                        case FAILED -> infected ? Treatment.DENY : profile.treatmentOf(UnscannableReason.LIMITS);
                    };
            if (defers && failure.isEmpty()) {
                failure = examined.first(Verdict.FAILED).map(ScanResult::text);
            }
            if (treatment == Treatment.DENY) {
                removed.add(examined);
            } else if (examined.verdict() != Verdict.CLEAN) {
                unseen = true;
            }
        }
        if (removed.isEmpty() && !ambiguities.isEmpty() && profile.ambiguous() == Treatment.DENY) {
            removed.add(ambiguous(all.get(all.size() - 1), ambiguities));
        }
        return new Decision(removed, unseen, failure);
    }

    /** Every reason must be allowed for the object to pass. */
    private static Treatment ofUnscannable(Profile profile, Examined examined) {
        boolean allowed = examined.findings().stream()
                .flatMap(finding -> finding.result().reason().stream())
                .allMatch(reason -> profile.treatmentOf(reason) == Treatment.ALLOW);
        return allowed ? Treatment.ALLOW : Treatment.DENY;
    }

    private static Examined ambiguous(Examined whole, List<String> ambiguities) {
        ScanResult result = ScanResult.unscannable(
                UnscannableReason.TOO_MANY_READINGS, "ambiguous: " + String.join(", ", ambiguities));
        String type = whole.part().mediaType().essence();
        return new Examined(
                whole.part(), List.of(new Finding(Examination.RAW, "", type, Examination.GATEWAY, result)));
    }

    /** @return whether the message may go on as it is */
    boolean isNothing() {
        return removed.isEmpty() && failure.isEmpty();
    }

    /** @return whether the original must be kept, whatever the profile says of quarantine */
    boolean mustKeep() {
        return removed.stream().anyMatch(examined -> examined.verdict() != Verdict.INFECTED);
    }
}
