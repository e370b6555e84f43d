// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.postern.api.session.SessionInfo;

/**
 * A rule permitted a connection, and a session began.
 *
 * @param at when
 * @param session the session
 * @param logged whether its rule wants its connections in the mail log
 */
public record SessionBegan(Instant at, SessionInfo session, boolean logged) implements GatewayEvent {
    public SessionBegan {
        requireNonNull(at);
        requireNonNull(session);
    }
}
