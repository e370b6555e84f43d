// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

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
}
