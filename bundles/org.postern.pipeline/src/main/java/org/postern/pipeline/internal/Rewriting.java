// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Refusal;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;

/**
 * Replaces what must not go on, and looks at what leaves like at what came: a cut may have joined what was apart.
 *
 * @param took how long the message took so far
 */
record Rewriting(Examination examination, OwnFaults faults, Surgery surgery, MailItem item, Supplier<Duration> took) {

    /** What is to leave, what the profile says to it, and whose fault it is where nobody knows. */
    private record Checked(Octets octets, Decision decision, OwnFaults.Blame blame) {
        boolean isPutOff() {
            return decision.failure().isPresent() && blame == OwnFaults.Blame.UNKNOWN;
        }

        Outcome outcome() {
            if (decision.isNothing()) {
                return new Outcome.Deliver(octets);
            }
            return decision.failure()
                    .map(why -> new Outcome.Refuse(isPutOff() ? Refusal.SCAN_FAILED : Refusal.NOT_REPLACEABLE, why))
                    .orElseGet(() -> new Outcome.Refuse(Refusal.NOT_REPLACEABLE, "outside of the body"));
        }
    }

    /**
     * @param root the message itself
     * @param removed what is replaced: the whole body if something is still found without it
     * @param quarantineId the id of the copy that is kept; empty if none is
     * @param onFailure what if something could not be looked at in the message that came
     */
    Outcome outcome(Part root, List<Examined> removed, String quarantineId, ScannerFailure onFailure)
            throws IOException {
        boolean withoutEngine = onFailure == ScannerFailure.TREAT_AS_UNSCANNABLE
                && removed.stream().anyMatch(e -> e.verdict() == Verdict.FAILED);
        Checked parts = check(surgery.replace(root, removed, quarantineId), onFailure);
        if (parts.decision().isNothing() || parts.isPutOff() && !withoutEngine) {
            return parts.outcome();
        }
        Checked body = check(surgery.replace(root, Surgery.wholly(root, removed), quarantineId), onFailure);
        return withoutEngine && body.decision().failure().isPresent()
                // the profile waits for no engine, and of what came only the header is left
                ? new Outcome.Deliver(body.octets())
                : body.outcome();
    }

    private Checked check(Octets rewritten, ScannerFailure onFailure) throws IOException {
        try (MessageStructure again = examination.read(rewritten)) {
            List<Examined> all = examination.of(rewritten, Examination.sha256(rewritten), again);
            OwnFaults.Blame blame = faults.judge(item, all, examination.infected(), took.get());
            // once malware was found nothing leaves that nobody looked at, however often that fails
            boolean mayLeave =
                    blame == OwnFaults.Blame.MESSAGE && examination.infected().isEmpty();
            ScannerFailure then = mayLeave ? ScannerFailure.TREAT_AS_UNSCANNABLE : onFailure;
            return new Checked(
                    rewritten, Decision.ofRewritten(item, again.first().root(), all, then), blame);
        }
    }
}
