// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.postern.api.session.SessionInfo;

/**
 * A session came to its end.
 *
 * @param at when
 * @param session the session
 * @param reason one line: who closed, and why
 * @param messages how many messages were handled in it
 * @param logged whether its rule wants its connections in the mail log
 */
public record SessionEnded(Instant at, SessionInfo session, String reason, int messages, boolean logged)
        implements GatewayEvent {
    public SessionEnded {
        requireNonNull(at);
        requireNonNull(session);
        requireNonNull(reason);
    }
}
