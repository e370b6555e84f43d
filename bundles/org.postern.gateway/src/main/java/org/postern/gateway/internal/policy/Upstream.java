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
        if (IpLiteral.isMeant(host)) {
            IpLiteral.parseOfSocket(host);
        } else if (!host.matches("[0-9A-Za-z._-]+")) {
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
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        String host = text.substring(0, colon);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        if (brackets != host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address stands in brackets, as in [::1]:25: " + text);
        }
        return new Upstream(brackets ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
    }

    /** @return whether {@link #resolve()} needs no look-up and so never blocks */
    public boolean isLiteral() {
        return IpLiteral.isMeant(host) || host.equals("localhost");
    }

    /** @return what it resolves to if that needs no look-up; otherwise nothing */
    List<InetSocketAddress> literal() {
        try {
            return isLiteral() ? resolve() : List.of();
        } catch (UnknownHostException noLocalhost) {
            return List.of();
        }
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
        return text(host, port);
    }

    static String text(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
