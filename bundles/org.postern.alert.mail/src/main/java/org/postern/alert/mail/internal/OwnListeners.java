// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

/** The gateway's own listeners: an alert is never sent to one of them (T58, T61). */
final class OwnListeners {
    private static final String PID = "org.postern.listener";
    private static final String FOUR = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";
    private static final String SIX = "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[0-9A-Za-z._-]+)?";

    private OwnListeners() {}

    /** @return the name of the listener that a connection to there would come in at */
    static Optional<String> reachedBy(ConfigurationSet set, List<InetSocketAddress> targets) {
        return set.of(PID).stream()
                .filter(listener -> targets.stream().anyMatch(target -> isReached(listener, target)))
                .findFirst()
                .map(listener -> listener.name().orElse(""));
    }

    /** @return the address that the host is, if that needs no look-up */
    static List<InetSocketAddress> literal(String host, int port) {
        boolean literal = host.equals("localhost") || host.matches(FOUR) || host.matches(SIX);
        return literal ? resolved(host, port) : List.of();
    }

    /** @return all addresses of a host; may block; none if there is none */
    static List<InetSocketAddress> resolved(String host, int port) {
        try {
            InetAddress[] all = InetAddress.getAllByName(host.matches(SIX) ? "[" + host + "]" : host);
            return java.util.Arrays.stream(all)
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException unknown) {
            return List.of(); // then it cannot be reached either
        }
    }

    private static boolean isReached(Entry listener, InetSocketAddress target) {
        if (!(listener.properties().get("port") instanceof Integer port)
                || port != target.getPort()
                || !(listener.properties().get("address") instanceof String text)) {
            return false;
        }
        return literal(text, port).stream()
                .map(InetSocketAddress::getAddress)
                .anyMatch(own -> own.equals(target.getAddress())
                        || covers(own, target.getAddress()) && isOfThisHost(target.getAddress()));
    }

    private static boolean covers(InetAddress wide, InetAddress other) {
        return wide.isAnyLocalAddress() && (wide instanceof Inet6Address || other instanceof Inet4Address);
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
}
