// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** What a {@link ModelServer} has of STARTTLS, XCLIENT and XFORWARD, and what it demands of the gateway about them. */
final class ModelExtensions {
    /** Stands in addresses that the client names under TLS only, {@link #CLEAR} in those that it names in clear. */
    static final String SECRET = "@tls>";

    static final String CLEAR = "@clear>";

    private static final Set<String> DEPENDENT = Set.of("MAIL", "AUTH", "VRFY", "EXPN");

    private final boolean tlsHidden;
    private final boolean gives;
    private final boolean tells;
    private final boolean startTls;
    private final boolean xclient;
    private final boolean xforward;
    /** As Postfix does it: who is told of somebody else is no proxy any more, under TLS neither. */
    private final boolean once;

    private boolean greeted;
    private boolean introduced;
    private boolean secured;

    ModelExtensions(Map<String, String> settings, IntUnaryOperator whim) {
        this.tlsHidden = settings.get("tls").equals("DISABLE");
        this.gives = settings.getOrDefault("given", "").contains("XCLIENT");
        this.tells = settings.containsKey("given") || settings.containsKey("believed");
        this.startTls = whim.applyAsInt(5) < 4;
        this.xclient = whim.applyAsInt(3) < 2;
        this.xforward = whim.applyAsInt(4) < 2;
        this.once = whim.applyAsInt(2) == 0;
    }

    String[] keywords() {
        return new String[] {
            startTls && !secured ? "STARTTLS" : "X-1",
            xclient && !(once && introduced) ? "XCLIENT ADDR HELO" : "X-2",
            xforward ? "XFORWARD ADDR" : "X-3"
        };
    }

    /** @param certain whether the gateway can know what was replied to what */
    void takes(String verb, String line, boolean certain) {
        if (verb.equals("MAIL") || verb.equals("RCPT")) { // T05, and never the other way round
            assertThat(line).as("what was said under TLS, and is told in it").doesNotContain(secured ? CLEAR : SECRET);
        }
        if (verb.equals("STARTTLS")) {
            assertThat(tlsHidden || secured || !startTls)
                    .as("STARTTLS for nothing")
                    .isFalse();
        }
        if (verb.equals("XCLIENT")) {
            assertThat(tells && xclient).as("XCLIENT from who may").isTrue();
        }
        if (verb.equals("XFORWARD")) {
            assertThat(tells && xforward).as("XFORWARD from who may").isTrue();
        }
        if (certain && gives && DEPENDENT.contains(verb)) {
            assertThat(greeted && (introduced || !xclient))
                    .as("whether it was told who the client is, before " + verb)
                    .isTrue();
        }
    }

    void greeted() {
        greeted = true;
    }

    void introduced() {
        introduced = true;
    }

    void secured() {
        secured = true;
        introduced &= once;
        greeted = false;
    }
}
