// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import java.util.Locale;
import java.util.Set;

/**
 * The answer to CAPA (RFC 2449 section 5), line by line, as the client may see it. Only capabilities that the gateway
 * understands pass (T07, T12); whatever else a server offers could carry messages past it.
 */
public final class Capabilities {
    private static final Set<String> PASSED = Set.of(
            "TOP",
            "USER",
            "SASL",
            "RESP-CODES",
            "LOGIN-DELAY",
            "PIPELINING",
            "EXPIRE",
            "UIDL",
            "IMPLEMENTATION",
            "AUTH-RESP-CODE",
            "UTF8",
            "LANG");

    private boolean login;
    private boolean tls;

    /** @return whether the client may see this line */
    public boolean pass(String line) {
        String[] words = line.strip().split("[ \t]+");
        String tag = words[0].toUpperCase(Locale.ROOT);
        login |= tag.equals("USER") || tag.equals("SASL") && words.length > 1;
        tls |= tag.equals("STLS");
        return PASSED.contains(tag);
    }

    /** @return whether nobody can log in without TLS, which is hidden (T07) */
    public boolean demandTls() {
        return tls && !login;
    }
}
