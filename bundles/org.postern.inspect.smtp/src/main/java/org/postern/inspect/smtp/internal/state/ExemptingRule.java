// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.postern.api.session.SessionInfo;

/**
 * The configuration of a rule that lets two servers talk to each other unread, ready to paste.
 *
 * @param session in which they met
 */
public record ExemptingRule(SessionInfo session) {
    /** @return name and content of the file */
    public String text() {
        String client = host(session.client());
        String server = host(session.server());
        // a rule is chosen before a name is looked up, and then matches no address
        boolean named = session.server().isUnresolved();
        return """
                etc/org.postern.rule~unread-%s-%s.cfg
                # Mail between these two servers passes unread and unscanned. The order must be below that of every
                # rule that these connections match now.
                order = 100
                protocols = smtp
                sources = %s
                destinations = %s
                inspector = NONE
                """.formatted(
                        name(client),
                        name(server),
                        named ? client : client + ", " + server,
                        named ? "any" : client + ", " + server);
    }

    private static String host(InetSocketAddress of) {
        return of.isUnresolved()
                ? of.getHostString()
                : of.getAddress().getHostAddress().split("%", 2)[0];
    }

    private static String name(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
