// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.postern.api.session.SessionInfo;

/**
 * From here on a session's octets pass unread, and nothing in it is scanned.
 *
 * @param at when
 * @param session the session
 * @param reason one line: which rule or which command
 */
public record SessionPassedUnread(Instant at, SessionInfo session, String reason) implements GatewayEvent {
    public SessionPassedUnread {
        requireNonNull(at);
        requireNonNull(session);
        requireNonNull(reason);
    }
}
