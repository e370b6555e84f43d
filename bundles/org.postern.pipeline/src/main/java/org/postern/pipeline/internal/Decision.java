// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.mime.Part;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
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

    /**
     * @param item the message
     * @param root the part that is all of it
     * @param all what was looked at
     * @param onFailure what if something could not be
     */
    static Decision of(
            MailItem item, Part root, List<Examined> all, List<String> ambiguities, ScannerFailure onFailure) {
        Profile profile = item.profile();
        boolean infected = all.stream().anyMatch(examined -> examined.verdict() == Verdict.INFECTED);
        boolean defers = !infected && onFailure == ScannerFailure.DEFER;
        List<Examined> removed = new ArrayList<>();
        boolean unseen = false;
        for (Examined examined : all) {
            if (examined.verdict() == Verdict.CLEAN) {
                continue;
            }
            if (examined.findings().stream().anyMatch(finding -> isDenied(item, finding, infected))) {
                removed.add(examined);
            } else {
                unseen = true;
            }
        }
        if (removed.isEmpty()
                && !ambiguities.isEmpty()
                && profile.ambiguous() == Treatment.DENY
                && item.extent() == Extent.WHOLE) {
            removed.add(ambiguous(root, ambiguities));
        }
        return new Decision(removed, unseen, defers ? failed(all) : Optional.empty());
    }

    /** The same for what is to leave: as long as an engine fails, nobody knows whether it can. */
    static Decision ofRewritten(MailItem item, Part root, List<Examined> all, ScannerFailure onFailure) {
        Decision decision = of(item, root, all, List.of(), onFailure);
        boolean infected = decision.removed.stream().anyMatch(examined -> examined.verdict() == Verdict.INFECTED);
        return infected || decision.failure.isPresent()
                ? decision
                : new Decision(decision.removed, decision.unseen, failed(decision.removed));
    }

    private static Optional<String> failed(List<Examined> all) {
        for (Examined examined : all) {
            Optional<ScanResult> failed = examined.first(Verdict.FAILED);
            if (failed.isPresent()) {
                return failed.map(ScanResult::text);
            }
        }
        return Optional.empty();
    }

    private static boolean isDenied(MailItem item, Finding finding, boolean infected) {
        Treatment treatment = switch (finding.result().verdict()) {
            case CLEAN -> Treatment.ALLOW;
            case INFECTED -> Treatment.DENY;
            case UNSCANNABLE -> unscannable(item, finding.result().reason().orElseThrow());
            // in an infected message nothing stays that was not looked at
            case FAILED -> infected ? Treatment.DENY : item.profile().treatmentOf(UnscannableReason.LIMITS);
        };
        return treatment == Treatment.DENY;
    }

    private static Treatment unscannable(MailItem item, UnscannableReason reason) {
        boolean cutOff = item.extent() == Extent.BEGINNING && reason == UnscannableReason.DAMAGED;
        return cutOff ? Treatment.ALLOW : item.profile().treatmentOf(reason);
    }

    private static Examined ambiguous(Part root, List<String> ambiguities) {
        ScanResult result = ScanResult.unscannable(
                UnscannableReason.TOO_MANY_READINGS, "ambiguous: " + String.join(", ", ambiguities));
        String type = root.mediaType().essence();
        return new Examined(root, List.of(new Finding(Examination.RAW, "", type, Examination.GATEWAY, result, false)));
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
