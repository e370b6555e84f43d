// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IP address as text. {@link InetAddress#getByName} looks up whatever it cannot read, and reads {@code 10} as 0.0.0.10:
 * neither must happen to what a rule or a listener names.
 */
final class IpLiteral {
    private static final String NUMBER = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final String IPV4 = NUMBER + "(\\." + NUMBER + "){3}";
    private static final String IPV6 = "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";
    private static final String SCOPED = IPV6 + "%[0-9A-Za-z._-]+";

    private IpLiteral() {}

    /** @return whether that was meant to be an address: no host name looks like it */
    static boolean isMeant(String text) {
        return text.indexOf(':') >= 0 || text.matches("[0-9.]+");
    }

    /** @throws IllegalArgumentException if it is no address, in four decimal numbers or as RFC 4291 section 2.2 has it */
    static InetAddress parse(String text) {
        boolean six = text.matches(IPV6);
        if (!six && !text.matches(IPV4)) {
            throw new IllegalArgumentException("not an IP address: " + text);
        }
        try {
            return InetAddress.getByName(six ? "[" + text + "]" : text); // in brackets nothing is ever looked up
        } catch (UnknownHostException noAddress) {
            throw new IllegalArgumentException("not an IP address: " + text, noAddress);
        }
    }

    /**
     * The same for what a socket is bound or connected to. A link-local address there needs its interface, by name or by
     * number, as in {@code fe80::25%eth0} (RFC 4007 section 11).
     *
     * @throws IllegalArgumentException if it is no address, has no interface that it needs, or one that is not here
     */
    static InetAddress parseOfSocket(String text) {
        boolean scoped = text.matches(SCOPED);
        InetAddress address = parse(scoped ? text.substring(0, text.indexOf('%')) : text);
        boolean needed = address instanceof Inet6Address && address.isLinkLocalAddress();
        if (scoped != needed) {
            throw new IllegalArgumentException(
                    needed
                            ? "a link-local address needs its interface, as in fe80::25%eth0: " + text
                            : "only a link-local IPv6 address has an interface: " + text);
        }
        try {
            return scoped ? InetAddress.getByName("[" + text + "]") : address;
        } catch (UnknownHostException noInterface) {
            throw new IllegalArgumentException("there is no such interface: " + text, noInterface);
        }
    }
}
