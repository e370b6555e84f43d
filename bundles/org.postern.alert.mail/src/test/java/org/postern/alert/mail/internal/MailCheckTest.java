// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

class MailCheckTest {
    private final Map<String, Object> relay = new HashMap<>(Map.of(
            "host",
            "mail.example.org",
            "port",
            25,
            "from",
            "postern@example.org",
            "tls",
            "NONE",
            "user",
            "",
            "passwordFile",
            ""));

    private static Entry rule(String... to) {
        return new Entry("org.postern.alert", Optional.of("r"), Map.of("channel", "mail", "to", to));
    }

    private static Entry listener(String address, int port) {
        return new Entry("org.postern.listener", Optional.of("l"), Map.of("address", address, "port", port));
    }

    private List<ConfigurationProblem> check(Entry... others) {
        List<Entry> all = new java.util.ArrayList<>(List.of(others));
        all.add(new Entry(MailChannel.PID, Optional.empty(), relay));
        return new MailCheck().check(new ConfigurationSet(all));
    }

    @Test
    void takesWhatIsRight() {
        assertThat(check(rule("admin@example.org", "J\u00f6rg <j@example.org>"), listener("0.0.0.0", 2525)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "a@b, c@d.test",
                "a@b.test\r\nBcc: x@y.test",
                "j\u00f6rg@example.org",
                "group: a@b.test;",
                "@b.test"
            })
    void refusesAnAddressThatIsNone(String address) {
        assertThat(check(rule(address))).extracting(ConfigurationProblem::key).containsExactly("to");
        relay.put("from", address);
        assertThat(check()).extracting(ConfigurationProblem::key).containsExactly("from");
    }

    @Test
    void refusesARuleWithNoReaderOrNoRelay() {
        assertThat(check(rule())).extracting(ConfigurationProblem::key).containsExactly("to");
        assertThat(new MailCheck().check(new ConfigurationSet(List.of(rule("a@example.org")))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.allowed()).contains("org.postern.alert.mail.cfg"));
    }

    /** T58, T61. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "localhost, 127.0.0.1",
        "127.0.0.1, 0.0.0.0",
        "127.0.0.1, ::",
        "::1, ::1",
        "127.0.0.9, 0.0.0.0"
    })
    void refusesTheGatewayItselfAsTheRelay(String host, String listens) {
        relay.put("host", host);

        assertThat(check(listener(listens, 25)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("own listener l"));
        assertThat(check(listener(listens, 26))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "1.2.3", "a b", "mail.example.org:25", "[::1]", "x/y"})
    void refusesAHostThatIsNone(String host) {
        relay.put("host", host);

        assertThat(check()).extracting(ConfigurationProblem::key).containsExactly("host");
    }

    /** T56. */
    @Test
    void refusesALoginInTheClearButOnThisHost() {
        relay.put("user", "postern");
        assertThat(check()).extracting(ConfigurationProblem::key).containsExactly("user", "tls");
        relay.put("passwordFile", "etc/p");
        assertThat(check()).extracting(ConfigurationProblem::key).containsExactly("tls");
        relay.put("tls", "STARTTLS");
        assertThat(check()).isEmpty();
        relay.put("tls", "NONE");
        relay.put("host", "127.0.0.1");
        assertThat(check()).isEmpty();
    }
}
