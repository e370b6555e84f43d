// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    private final boolean startTls;
    private final boolean intercepted;
    private boolean login;
    private boolean tls;

    /**
     * @param startTls whether the client may begin TLS
     * @param intercepted whether TLS ends at the gateway
     */
    public Capabilities(boolean startTls, boolean intercepted) {
        this.startTls = startTls;
        this.intercepted = intercepted;
    }

    /** @return the line as the client may see it, if it may */
    public Optional<String> pass(String line) {
        List<String> words = Arrays.asList(line.strip().split("[ \t]+"));
        String tag = words.get(0).toUpperCase(Locale.ROOT);
        login |= tag.equals("USER") || tag.equals("SASL") && words.size() > 1;
        tls |= tag.equals("STLS");
        if (tag.equals("SASL") && intercepted) {
            return unbound(words);
        }
        boolean passes = tag.equals("STLS") ? startTls : PASSED.contains(tag);
        return passes ? Optional.of(line) : Optional.empty();
    }

    private static Optional<String> unbound(List<String> words) {
        List<String> kept = words.stream().filter(word -> !isBoundToTls(word)).toList();
        return kept.size() == 1 && words.size() > 1 ? Optional.empty() : Optional.of(String.join(" ", kept));
    }

    /** @return whether a SASL mechanism proves something of the client's own TLS: a channel binding, a certificate */
    public static boolean isBoundToTls(String mechanism) {
        String name = mechanism.strip().toUpperCase(Locale.ROOT);
        return name.endsWith("-PLUS") || name.equals("EXTERNAL");
    }

    /** @return whether the server offers TLS, the client hearing of it or not */
    public boolean haveTls() {
        return tls;
    }

    /** @return whether nobody can log in without TLS */
    public boolean demandTls() {
        return tls && !login;
    }
}
