// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.api.session.Channel;
import org.postern.api.session.Protocol;

/**
 * A configured listener.
 *
 * @param name its name in the configuration
 * @param protocol what is spoken
 * @param channel what it is spoken in from the first octet
 * @param address where it listens
 * @param upstreams where it forwards to, at least one
 * @param backlog how many connections may wait
 * @param source where connections to the upstreams come from; empty: the system chooses
 * @param introductions who is believed and told who clients are
 */
public record ListenerSpec(
        String name,
        Protocol protocol,
        Channel channel,
        InetSocketAddress address,
        List<Upstream> upstreams,
        int backlog,
        Optional<InetAddress> source,
        IntroductionRules introductions) {
    public ListenerSpec {
        upstreams = List.copyOf(upstreams);
        if (upstreams.isEmpty()) {
            throw new IllegalArgumentException("no upstream");
        }
    }

    /** @return the same at the address that the system chose */
    public ListenerSpec at(InetSocketAddress chosen) {
        return new ListenerSpec(name, protocol, channel, chosen, upstreams, backlog, source, introductions);
    }

    /** @return whether a connection from the source can go there at all */
    public boolean isInFamily(InetSocketAddress target) {
        return source.isEmpty() || isOneFamily(source.get(), target.getAddress());
    }

    static boolean isOneFamily(InetAddress one, InetAddress other) {
        return one instanceof Inet6Address == other instanceof Inet6Address;
    }

    /** @return whether the system would not let both listen: {@code ::} takes IPv4 too, {@code 0.0.0.0} takes only that */
    boolean sharesPortWith(ListenerSpec other) {
        int port = address.getPort();
        return port != 0
                && port == other.address.getPort()
                && (address.equals(other.address) || covers(address, other.address) || covers(other.address, address));
    }

    /** @return whether a connection to that address of this host would come in here (T58) */
    public boolean isReachedBy(InetSocketAddress target) {
        InetAddress there = target.getAddress();
        return address.getPort() == target.getPort()
                && (address.getAddress().equals(there)
                        || there.isAnyLocalAddress() && isLocalOf(there)
                        || covers(address, target) && isOfThisHost(there));
    }

    /** A connection to 0.0.0.0 or :: goes to this host's loopback address. */
    private boolean isLocalOf(InetAddress any) {
        return address.getAddress().isLoopbackAddress() && isOneFamily(any, address.getAddress());
    }

    private static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException noInterfaces) {
            return false; // then nothing can be reached at all
        }
    }

    private static boolean covers(InetSocketAddress wide, InetSocketAddress other) {
        return wide.getAddress().isAnyLocalAddress()
                && (wide.getAddress() instanceof Inet6Address || other.getAddress() instanceof Inet4Address);
    }

    /** @return such as {@code smtp 127.0.0.1:2525 -> 127.0.0.1:9025}; {@code smtps} for TLS from the first octet */
    public String describe() {
        String host = address.getAddress().getHostAddress();
        String scheme = protocol.name().toLowerCase(Locale.ROOT) + (channel == Channel.TLS ? "s" : "");
        return scheme + " " + Upstream.text(host, address.getPort()) + " -> "
                + upstreams.stream().map(Upstream::toString).collect(Collectors.joining("|"));
    }
}
