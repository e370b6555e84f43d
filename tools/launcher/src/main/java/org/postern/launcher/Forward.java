// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

/**
 * {@code --smtp LISTEN=UPSTREAM}: connections to {@code listen} are inspected and handed to {@code upstream}.
 *
 * @param listen where Postern listens
 * @param upstream the mail server behind it, one definite host
 */
record Forward(Endpoint listen, Endpoint upstream) {
    Forward {
        if (upstream.isAnyAddress()) {
            throw new IllegalArgumentException("the server behind '=' needs a host, for example mail.example.org:25");
        }
        if (listen.equals(upstream)) {
            throw new IllegalArgumentException(listen + " would be handed to itself");
        }
    }

    /** Throws {@link IllegalArgumentException} with what is wrong with {@code text}. */
    static Forward parse(String text) {
        var equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "no '=' between the address to listen on and the server behind it; write LISTEN=UPSTREAM, "
                            + "for example 127.0.0.1:2525=mail.example.org:25");
        }
        return new Forward(Endpoint.parse(text.substring(0, equals)), Endpoint.parse(text.substring(equals + 1)));
    }
}
