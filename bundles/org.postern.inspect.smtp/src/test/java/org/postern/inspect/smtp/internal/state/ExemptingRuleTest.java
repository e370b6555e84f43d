// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postern.api.session.Protocol;
import org.postern.api.session.SessionInfo;

/** T12: the rule that is advised for two servers of a private dialect. */
class ExemptingRuleTest {
    @Test
    void isAboutTheseTwoServersBothWays() {
        String text = rule(new InetSocketAddress("192.0.2.1", 40000), new InetSocketAddress("2001:db8::2", 25));

        assertThat(text.lines())
                .startsWith("etc/org.postern.rule~unread-192-0-2-1-2001-db8-0-0-0-0-0-2.cfg")
                .contains(
                        "sources = 192.0.2.1, 2001:db8:0:0:0:0:0:2",
                        "destinations = 192.0.2.1, 2001:db8:0:0:0:0:0:2",
                        "inspector = NONE");
    }

    @Test
    void takesAnyDestinationForAServerThatIsGivenByName() {
        String text =
                rule(new InetSocketAddress("192.0.2.1", 40000), InetSocketAddress.createUnresolved("mx.example", 25));

        assertThat(text.lines()).contains("sources = 192.0.2.1", "destinations = any");
    }

    @Test
    void hasNoOtherKeysThanARuleHas() throws IOException {
        List<String> known = Files.readAllLines(Path.of("../../config/org.postern.rule~smtp-incoming.cfg"));
        String text = rule(new InetSocketAddress("192.0.2.1", 40000), new InetSocketAddress("192.0.2.2", 25));

        for (String key : text.lines()
                .skip(1)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" = ")[0])
                .collect(Collectors.toSet())) {
            assertThat(known).anyMatch(line -> line.matches("#?" + key + " =.*"));
        }
    }

    private static String rule(InetSocketAddress client, InetSocketAddress server) {
        return new ExemptingRule(
                        new SessionInfo("t-1", Protocol.SMTP, client, server, "listener", "rule", Instant.EPOCH))
                .text();
    }
}
