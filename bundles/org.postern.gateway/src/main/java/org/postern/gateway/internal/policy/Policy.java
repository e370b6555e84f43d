// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Listeners, rules and profiles as one immutable snapshot; a session keeps the one it began with.
 *
 * @param listeners by name
 * @param rules in the order in which they are looked at
 */
public record Policy(List<ListenerSpec> listeners, List<Rule> rules) {
    /** Nothing listens, nothing is permitted. */
    public static final Policy EMPTY = new Policy(List.of(), List.of());

    public Policy {
        listeners = listeners.stream()
                .sorted(Comparator.comparing(ListenerSpec::name))
                .toList();
        rules = rules.stream()
                .sorted(Comparator.comparingInt(Rule::order).thenComparing(Rule::name))
                .toList();
    }

    /** @return whether what it says changes as time goes by, on a whole minute */
    public boolean dependsOnTime() {
        return rules.stream().anyMatch(rule -> !rule.hours().equals(WeeklyHours.ALWAYS));
    }

    /** @return the first rule that matches; empty: denied */
    public Optional<Rule> match(
            ListenerSpec listener, InetSocketAddress client, InetSocketAddress server, Instant now) {
        return rules.stream()
                .filter(rule -> rule.matches(listener, client, server, now))
                .findFirst();
    }
}
