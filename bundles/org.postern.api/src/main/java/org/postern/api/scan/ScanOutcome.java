// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import java.util.List;
import java.util.Optional;

/**
 * The verdict over all engines asked.
 *
 * @param result the strongest answer
 * @param engine the engine that gave it; empty when there was none
 * @param answers each engine's answer; none that was made good by another try or another engine
 */
public record ScanOutcome(ScanResult result, Optional<String> engine, List<Answer> answers) {
    public ScanOutcome {
        answers = List.copyOf(answers);
    }

    /**
     * One engine's answer.
     *
     * @param engine its name
     * @param result what it said
     * @param reused whether it is the answer of another scan of the same content, a short time ago or at the same time
     */
    public record Answer(String engine, ScanResult result, boolean reused) {}
}
