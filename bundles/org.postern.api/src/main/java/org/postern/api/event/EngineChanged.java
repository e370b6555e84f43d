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
 * @param usable whether it is used
 * @param detail one line
 */
public record EngineChanged(Instant at, String engine, boolean usable, String detail) implements GatewayEvent {
    public EngineChanged {
        requireNonNull(at);
        requireNonNull(engine);
        requireNonNull(detail);
    }
}
