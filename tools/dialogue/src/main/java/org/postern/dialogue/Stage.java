// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.dialogue;

import java.util.Map;
import java.util.function.Supplier;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.NanoClock;

/**
 * What a dialogue is played with, anew each time.
 *
 * @param gateway what the inspector acts upon
 * @param opening opens an inspector
 */
public record Stage(Supplier<RecordingGateway> gateway, Opening opening) {
    /** Opens inspectors. */
    @FunctionalInterface
    public interface Opening {
        /**
         * @param settings what a dialogue sets, by name
         * @param clock its time
         * @return an inspector of a new session
         */
        Inspector open(Map<String, String> settings, NanoClock clock);
    }
}
