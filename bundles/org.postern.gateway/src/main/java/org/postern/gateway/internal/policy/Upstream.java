// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * A mail server that is forwarded to.
 *
 * @param host a name or an address
 * @param port its port
 */
public record Upstream(String host, int port) {
    public Upstream {
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new IllegalArgumentException("not a host: " + host);
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /**
     * @param text as {@code host:port} or {@code [address]:port}
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Upstream parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address stands in brackets, as in [::1]:25: " + text);
        }
        try {
            return new Upstream(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException noPort) {
            throw new IllegalArgumentException("not host:port: " + text, noPort);
        }
    }

    /** @return whether {@link #resolve()} needs no look-up and so never blocks */
    public boolean isLiteral() {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+") || host.equals("localhost");
    }

    /**
     * Looks the host up. Blocks unless {@link #isLiteral()}.
     *
     * @return its addresses, in the resolver's order
     * @throws UnknownHostException if there are none
     */
    public List<InetSocketAddress> resolve() throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
