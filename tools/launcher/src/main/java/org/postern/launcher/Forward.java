// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

/**
 * {@code --smtp LISTEN=UPSTREAM} and {@code --pop3}: connections to {@code listen} are inspected and handed to
 * {@code upstream}.
 *
 * @param protocol what is spoken, in lower case
 * @param listen where Postern listens
 * @param upstream the mail server behind it, one definite host
 */
record Forward(String protocol, Endpoint listen, Endpoint upstream) {
    Forward {
        if (upstream.isAnyAddress()) {
            throw new IllegalArgumentException(
                    "the server behind '=' needs a host, for example mail.example.org:" + port(protocol));
        }
        if (listen.equals(upstream)) {
            throw new IllegalArgumentException(listen + " would be handed to itself");
        }
    }

    /** Throws {@link IllegalArgumentException} with what is wrong with {@code text}. */
    static Forward parse(String protocol, String text) {
        var equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "no '=' between the address to listen on and the server behind it; write LISTEN=UPSTREAM, "
                            + "for example 127.0.0.1:" + (protocol.equals("smtp") ? 2525 : 2110) + "=mail.example.org:"
                            + port(protocol));
        }
        return new Forward(
                protocol, Endpoint.parse(text.substring(0, equals)), Endpoint.parse(text.substring(equals + 1)));
    }

    private static int port(String protocol) {
        return protocol.equals("smtp") ? 25 : 110;
    }
}
