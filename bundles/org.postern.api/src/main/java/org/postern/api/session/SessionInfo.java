// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.session;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * Who talks to whom, by which listener and rule. Fixed at accept.
 *
 * @param id unique among the sessions of one gateway process and, by its time part, among its restarts; letters,
 *     digits and hyphens only
 * @param protocol the protocol spoken
 * @param client the client's address
 * @param server the server's address, as dialled first
 * @param listener the name of the listener that accepted
 * @param rule the name of the rule that permitted
 * @param since when the connection was accepted
 */
public record SessionInfo(
        String id,
        Protocol protocol,
        InetSocketAddress client,
        InetSocketAddress server,
        String listener,
        String rule,
        Instant since) {
    public SessionInfo {
        requireNonNull(id);
        requireNonNull(protocol);
        requireNonNull(client);
        requireNonNull(server);
        requireNonNull(listener);
        requireNonNull(rule);
        requireNonNull(since);
    }
}
