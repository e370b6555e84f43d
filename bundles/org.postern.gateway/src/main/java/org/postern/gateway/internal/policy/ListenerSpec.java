// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postern.api.session.Protocol;

/**
 * A configured listener.
 *
 * @param name its name in the configuration
 * @param protocol what is spoken
 * @param address where it listens
 * @param upstreams where it forwards to, at least one
 * @param backlog how many connections may wait
 */
public record ListenerSpec(
        String name, Protocol protocol, InetSocketAddress address, List<Upstream> upstreams, int backlog) {
    public ListenerSpec {
        upstreams = List.copyOf(upstreams);
        if (upstreams.isEmpty()) {
            throw new IllegalArgumentException("no upstream");
        }
    }

    /** @return such as {@code smtp 127.0.0.1:2525 -> 127.0.0.1:9025} */
    public String describe() {
        String host = address.getAddress().getHostAddress();
        return protocol.name().toLowerCase(Locale.ROOT) + " " + new Upstream(host, Math.max(1, address.getPort()))
                + " -> " + upstreams.stream().map(Upstream::toString).collect(Collectors.joining("|"));
    }
}
