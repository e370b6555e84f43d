// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the pipeline made of a message.
 *
 * @param outcome what to relay or answer
 * @param action what that is, for the journal
 * @param findings the verdict on each scanned object
 * @param ambiguities why the message can be read in several ways; empty for most
 * @param quarantined the id of the copy in quarantine, if one was made
 * @param took how long it took
 */
public record Processing(
        Outcome outcome,
        Action action,
        List<Finding> findings,
        List<String> ambiguities,
        Optional<String> quarantined,
        Duration took) {
    public Processing {
        requireNonNull(outcome);
        requireNonNull(action);
        findings = List.copyOf(findings);
        ambiguities = List.copyOf(ambiguities);
        requireNonNull(quarantined);
        requireNonNull(took);
    }
}
