// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.postern.api.session.SessionInfo;
import org.postern.api.session.Side;

/**
 * TLS with one side of a session did not come about, and that connection was closed.
 *
 * @param at when
 * @param session the session
 * @param side with whom
 * @param reason one line, such as that the server's certificate is not trusted; cleaned of control characters
 */
public record TlsFailed(Instant at, SessionInfo session, Side side, String reason) implements GatewayEvent {
    public TlsFailed {
        requireNonNull(at);
        requireNonNull(session);
        requireNonNull(side);
        requireNonNull(reason);
    }
}
