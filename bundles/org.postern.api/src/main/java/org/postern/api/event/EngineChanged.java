// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An engine came, went, or changed its state.
 *
 * @param at when
 * @param engine its name
 * @param state what it is now
 * @param detail one line: what it is, why it is not used, or what it does not do
 */
public record EngineChanged(Instant at, String engine, State state, String detail) implements GatewayEvent {
    /** What an engine is to the gateway. */
    public enum State {
        /** It is used. */
        IN_SERVICE,
        /** It is used, but does not do all that it should. */
        DEGRADED,
        /** It is there, and not used. */
        OUT_OF_SERVICE,
        /** It is not there any more. */
        GONE
    }

    public EngineChanged {
        requireNonNull(at);
        requireNonNull(engine);
        requireNonNull(state);
        requireNonNull(detail);
    }
}
