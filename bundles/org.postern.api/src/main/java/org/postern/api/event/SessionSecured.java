// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.postern.api.session.SessionInfo;
import org.postern.api.session.Side;

/**
 * TLS stands between the gateway and one side of a session.
 *
 * @param at when
 * @param session the session
 * @param side with whom
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite its name
 * @param peer one line about the certificate of the other side and whether it was verified; empty for clients
 */
public record SessionSecured(
        Instant at, SessionInfo session, Side side, String protocol, String cipherSuite, String peer)
        implements GatewayEvent {
    public SessionSecured {
        requireNonNull(at);
        requireNonNull(session);
        requireNonNull(side);
        requireNonNull(protocol);
        requireNonNull(cipherSuite);
        requireNonNull(peer);
    }
}
