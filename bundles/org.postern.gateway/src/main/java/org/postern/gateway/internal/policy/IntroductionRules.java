// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import org.postern.api.inspect.Introductions;

/**
 * Whom a listener believes, and what its servers are told, about who a client is (T57, T60).
 *
 * @param xclientFrom whose clients may say by XCLIENT who they stand for
 * @param xforwardFrom the same by XFORWARD
 * @param given what the servers behind the listener are told
 */
public record IntroductionRules(Zone xclientFrom, Zone xforwardFrom, Set<Introductions.Kind> given) {
    /** Nobody is believed, and nothing told. */
    static final IntroductionRules NONE = new IntroductionRules(Zone.NOBODY, Zone.NOBODY, Set.of());

    public IntroductionRules {
        given = Set.copyOf(given);
    }

    /**
     * @param client where a session comes from
     * @return what holds for it
     */
    public Introductions of(InetAddress client) {
        Set<Introductions.Kind> believed = EnumSet.noneOf(Introductions.Kind.class);
        if (xclientFrom.contains(client)) {
            believed.add(Introductions.Kind.XCLIENT);
        }
        if (xforwardFrom.contains(client)) {
            believed.add(Introductions.Kind.XFORWARD);
        }
        return new Introductions(believed, given);
    }
}
