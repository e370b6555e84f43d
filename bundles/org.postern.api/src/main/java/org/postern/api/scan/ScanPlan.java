// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import java.time.Duration;
import java.util.List;

/**
 * Who looks, and how long may be waited for them.
 *
 * @param engines the engines' names in order; empty: whichever there are
 * @param mode how they work together
 * @param engineWait how long to wait while no engine is there, inside the deadline
 */
public record ScanPlan(List<String> engines, EngineMode mode, Duration engineWait) {
    public ScanPlan {
        engines = List.copyOf(engines);
    }
}
