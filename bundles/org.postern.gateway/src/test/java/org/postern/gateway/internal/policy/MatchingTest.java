// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.internal.policy.SetDraft.list;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The first rule that matches counts; what matches none is denied. */
class MatchingTest {
    private final SetDraft draft = new SetDraft()
            .with("profile", "default")
            .with("listener", "in", "protocol", "smtp", "port", 1, "upstream", list("127.0.0.1:25"))
            .with("listener", "out", "protocol", "smtp", "port", 2, "upstream", list("mail.example:587"));

    private Instant now = Instant.parse("2026-11-25T10:00:00Z"); // a Wednesday

    private String match(String listener, String client, InetSocketAddress server) throws UnknownHostException {
        PolicyReader reader = new PolicyReader(draft.set());
        assertThat(reader.problems()).isEmpty();
        ListenerSpec spec = reader.policy().listeners().stream()
                .filter(l -> l.name().equals(listener))
                .findFirst()
                .orElseThrow();
        return reader.policy()
                .match(spec, new InetSocketAddress(InetAddress.getByName(client), 40000), server, now)
                .map(Rule::name)
                .orElse("none");
    }

    private String match(String client) throws UnknownHostException {
        return match("in", client, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 25));
    }

    @Test
    void deniesWhatMatchesNothing() throws UnknownHostException {
        assertThat(match("192.0.2.1")).isEqualTo("none");
    }

    @Test
    void takesTheFirstByOrderAndThenByName() throws UnknownHostException {
        draft.with("rule", "everybody", "order", 20)
                .with("rule", "b-inside", "order", 10, "sources", list("10.0.0.0/8"))
                .with("rule", "a-inside", "order", 10, "sources", list("10.0.0.0/8", "192.0.2.0/24"));

        assertThat(match("10.1.1.1")).isEqualTo("a-inside");
        assertThat(match("192.0.2.1")).isEqualTo("a-inside");
        assertThat(match("198.51.100.1")).isEqualTo("everybody");
    }

    @Test
    void matchesByListener() throws UnknownHostException {
        draft.with("rule", "r", "listeners", list("out"));

        assertThat(match("192.0.2.1")).isEqualTo("none");
        assertThat(match("out", "192.0.2.1", InetSocketAddress.createUnresolved("mail.example", 587)))
                .isEqualTo("r");
    }

    @Test
    void matchesByProtocol() throws UnknownHostException {
        draft.with("rule", "pop", "order", 1, "protocols", list("pop3"))
                .with("rule", "smtp", "order", 2, "protocols", list("smtp"));

        assertThat(match("192.0.2.1")).isEqualTo("smtp");
    }

    @Test
    void matchesByHoursOfTheWeek() throws UnknownHostException {
        draft.with("rule", "office", "order", 1, "validOn", list("Mon-Fri 08:00-18:00 Europe/Prague"))
                .with("rule", "else", "order", 2);

        assertThat(match("192.0.2.1")).isEqualTo("office");
        now = Instant.parse("2026-11-25T17:00:00Z"); // 18:00 in Prague
        assertThat(match("192.0.2.1")).isEqualTo("else");
    }

    @Test
    void matchesByPortOfTheServer() throws UnknownHostException {
        draft.with("rule", "r", "ports", new int[] {26, 587});

        assertThat(match("192.0.2.1")).isEqualTo("none");
        assertThat(match("in", "192.0.2.1", new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 587)))
                .isEqualTo("r");
    }

    @Test
    void matchesByDestination() throws UnknownHostException {
        draft.with("rule", "home", "order", 1, "destinations", list("local")).with("rule", "away", "order", 2);

        assertThat(match("192.0.2.1")).isEqualTo("home");
        assertThat(match("in", "192.0.2.1", new InetSocketAddress(InetAddress.getByName("198.51.100.1"), 25)))
                .isEqualTo("away");
    }

    /** A name is not looked up: it is in no network. */
    @Test
    void matchesAServerByNameOnlyWhereEveryDestinationIsMeant() throws UnknownHostException {
        InetSocketAddress named = InetSocketAddress.createUnresolved("mail.example", 587);
        draft.with("rule", "home", "order", 1, "destinations", list("local"))
                .with("rule", "world", "order", 2, "destinations", list("0.0.0.0/0", "::/0"))
                .with("rule", "any", "order", 3, "destinations", list("any"));

        assertThat(match("out", "192.0.2.1", named)).isEqualTo("any");
    }
}
