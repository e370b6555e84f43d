// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import java.util.List;
import java.util.Optional;
import org.postern.api.scan.ScanService.EngineState;
import org.postern.api.session.GatewayState.ListenerState;

/**
 * What can be seen of the gateway at one moment.
 *
 * @param configured the number of the configuration generation that was put in force; 0 before the first
 * @param gateway what the gateway makes of it, if there is one
 * @param engines the engines that are there
 */
record View(long configured, Optional<Gateway> gateway, List<EngineState> engines) {
    View {
        engines = List.copyOf(engines);
    }

    /**
     * @param generation the generation that it follows
     * @param listeners its listeners
     */
    record Gateway(long generation, List<ListenerState> listeners) {
        Gateway {
            listeners = List.copyOf(listeners);
        }
    }

    boolean hasUsableEngine() {
        return engines.stream().anyMatch(engine -> engine.problem().isEmpty());
    }
}
