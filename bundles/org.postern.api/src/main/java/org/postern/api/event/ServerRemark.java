// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.postern.api.session.SessionInfo;

/**
 * Something about a server that its administrator should know, since mail to it or between it and the client does not
 * pass as it could.
 *
 * @param at when
 * @param session the session in which it showed
 * @param kind what kind of remark; of each kind one a session
 * @param advice what shows it, what it means and what to do, such as a rule to paste; may be several lines
 */
public record ServerRemark(Instant at, SessionInfo session, Kind kind, String advice) implements GatewayEvent {
    /** What a remark is about. */
    public enum Kind {
        /** The server takes nothing, or no login, without TLS, which is hidden from clients (T07). */
        WANTS_TLS,
        /** The server offers TLS, which is hidden from the client, so that mail and passwords pass in the clear (T07). */
        TLS_HIDDEN,
        /** The server speaks a dialect between servers of its own kind that cannot be inspected. */
        PRIVATE_DIALECT
    }

    public ServerRemark {
        requireNonNull(at);
        requireNonNull(session);
        requireNonNull(kind);
        requireNonNull(advice);
    }
}
