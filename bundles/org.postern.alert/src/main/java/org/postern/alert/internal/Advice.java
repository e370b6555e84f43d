// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.util.ArrayList;
import java.util.List;
import org.postern.api.event.MessageHandled;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.scan.Verdict;
import org.postern.api.session.Protocol;

/** What an administrator does about a message in which something was found. */
record Advice(MessageHandled message, Processing processing) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        boolean infected = processing.findings().stream()
                .anyMatch(finding -> finding.result().verdict().equals(Verdict.INFECTED));
        lines.add(next(infected));
        if (infected && message.session().protocol() == Protocol.SMTP) {
            lines.add("If the client is a machine of your own, examine it: it may be infected.");
            lines.add("Do not write to the sender: such addresses are usually forged.");
        }
        if (processing.quarantined().isPresent()) {
            lines.add("The original is in quarantine under the number above; handle it as live malware.");
        }
        return lines;
    }

    private String next(boolean infected) {
        return switch (processing.action()) {
            case REPLACED ->
                infected
                        ? "The malware was taken out of the message; nothing needs to be done for its reader."
                        : "What was removed need not be dangerous; its reader may ask you for it.";
            case OBSERVED, PASSED, PASSED_UNSCANNED ->
                "The malware went on to the recipients: warn them. To have it"
                        + " replaced, set mode = ENFORCE in the profile.";
            case REFUSED ->
                isForGood()
                        ? "The message was refused for good, and the client was told so."
                        : "The message stays with the client, which will try again.";
        };
    }

    private boolean isForGood() {
        return processing.outcome() instanceof Outcome.Refuse refuse
                && (refuse.refusal() == Refusal.TOO_LARGE || refuse.refusal() == Refusal.NOT_REPLACEABLE);
    }
}
