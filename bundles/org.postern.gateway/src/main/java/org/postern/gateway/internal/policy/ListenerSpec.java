// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.Inet4Address;
import java.net.Inet6Address;
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

    /** @return whether the system would not let both listen: {@code ::} takes IPv4 too, {@code 0.0.0.0} takes only that */
    boolean sharesPortWith(ListenerSpec other) {
        int port = address.getPort();
        return port != 0
                && port == other.address.getPort()
                && (address.equals(other.address) || covers(address, other.address) || covers(other.address, address));
    }

    private static boolean covers(InetSocketAddress wide, InetSocketAddress other) {
        return wide.getAddress().isAnyLocalAddress()
                && (wide.getAddress() instanceof Inet6Address || other.getAddress() instanceof Inet4Address);
    }

    /** @return such as {@code smtp 127.0.0.1:2525 -> 127.0.0.1:9025} */
    public String describe() {
        String host = address.getAddress().getHostAddress();
        return protocol.name().toLowerCase(Locale.ROOT) + " " + new Upstream(host, Math.max(1, address.getPort()))
                + " -> " + upstreams.stream().map(Upstream::toString).collect(Collectors.joining("|"));
    }
}
