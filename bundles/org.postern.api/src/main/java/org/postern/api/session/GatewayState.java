// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.session;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What the gateway listens on right now. Every method returns at once, on any thread. */
@ProviderType
public interface GatewayState {
    /**
     * @return the number of the configuration generation in force; 0 before the first
     */
    long generation();

    /** @return the configured listeners, in order of their names */
    List<ListenerState> listeners();

    /** @return how many sessions are open */
    int sessions();

    /**
     * One configured listener.
     *
     * @param name its name in the configuration
     * @param description such as {@code smtp 127.0.0.1:2525 -> 127.0.0.1:9025}
     * @param problem why it does not listen, empty while it does
     */
    record ListenerState(String name, String description, String problem) {
        /** @return whether connections are accepted */
        public boolean isListening() {
            return problem.isEmpty();
        }
    }
}
