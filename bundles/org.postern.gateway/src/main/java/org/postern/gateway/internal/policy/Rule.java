// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Set;
import org.postern.api.policy.Profile;
import org.postern.api.session.Protocol;

/**
 * What is done with a connection.
 *
 * @param name its name in the configuration
 * @param order its place among the rules
 * @param listeners the listeners it is about; none: all
 * @param protocols the protocols it is about; none: all
 * @param sources where the client is
 * @param destinations where the server is
 * @param ports the server's ports; none: all
 * @param inspector {@code DEFAULT}, {@code NONE}, or an inspector's name
 * @param action what is done
 * @param hours when it counts
 * @param log what of it stands in the mail log
 * @param profile what its messages follow
 */
public record Rule(
        String name,
        int order,
        Set<String> listeners,
        Set<Protocol> protocols,
        Zone sources,
        Zone destinations,
        Set<Integer> ports,
        String inspector,
        Action action,
        WeeklyHours hours,
        Log log,
        Profile profile) {
    /** Inspector: the one of the listener's protocol. */
    public static final String DEFAULT_INSPECTOR = "DEFAULT";

    /** Inspector: none, octets pass unread. */
    public static final String NO_INSPECTOR = "NONE";

    /** What is done with a connection. */
    public enum Action {
        /** It goes on. */
        PERMIT,
        /** It is refused with a reply. */
        DENY,
        /** It is closed silently. */
        DROP
    }

    /** What stands in the mail log beside messages and refusals. */
    public enum Log {
        /** Nothing. */
        NONE,
        /** Begin and end of connections. */
        CONNECTIONS
    }

    public Rule {
        listeners = Set.copyOf(listeners);
        protocols = Set.copyOf(protocols);
        ports = Set.copyOf(ports);
    }

    boolean matches(ListenerSpec listener, InetSocketAddress client, InetSocketAddress server, Instant now) {
        return hours.contains(now)
                && (listeners.isEmpty() || listeners.contains(listener.name()))
                && (protocols.isEmpty() || protocols.contains(listener.protocol()))
                && (ports.isEmpty() || ports.contains(server.getPort()))
                && sources.contains(client.getAddress())
                && (server.isUnresolved() ? destinations.everything() : destinations.contains(server.getAddress()));
    }
}
