// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * A connection was not taken: denied by a rule, or over a limit.
 *
 * @param at when
 * @param client who connected
 * @param listener the name of the listener
 * @param reason one line
 */
public record SessionRefused(Instant at, InetSocketAddress client, String listener, String reason)
        implements GatewayEvent {
    public SessionRefused {
        requireNonNull(at);
        requireNonNull(client);
        requireNonNull(listener);
        requireNonNull(reason);
    }
}
