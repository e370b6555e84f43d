// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.InetAddress;

/**
 * An IP network (RFC 4632, RFC 4291 section 2.3).
 *
 * @param base an address of it
 * @param prefix how many leading bits count
 */
record Network(InetAddress base, int prefix) {
    Network {
        if (prefix < 0 || prefix > base.getAddress().length * 8) {
            throw new IllegalArgumentException(prefix + " is no prefix length for " + base.getHostAddress());
        }
    }

    /**
     * @param text as {@code 10.0.0.0/8} or a single address; host names are not looked up
     * @throws IllegalArgumentException if it is neither
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        int most = base.getAddress().length * 8;
        String prefix = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > most) {
            throw new IllegalArgumentException(
                    "not a network: " + text + "; a prefix length is a number from 0 to " + most);
        }
        return new Network(base, Integer.parseInt(prefix));
    }

    boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >>> (8 - rest) == 0;
    }
}
