// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The whole way on IPv6, and rules for it. */
class Ipv6IT {
    @Test
    void passesMailAndDeniesByNetwork() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        int port = Ports.free();
        try (KeepingServer server = new KeepingServer(loopback);
                RunningGateway gateway = RunningGateway.before("127.0.0.1:" + Ports.free())
                        .with("--smtp", "[::1]:" + port + "=[::1]:" + server.port())) {
            gateway.start();
            assertThat(gateway.printed()).contains("]:" + port + " -> [::1]:" + server.port());
            try (RawClient client = new RawClient(loopback, port).envelope()) {
                client.say("DATA").expect("354");
                client.say("Subject: six\r\n\r\nhello\r\n.").expect("250");
            }
            assertThat(server.next()).isEqualTo("Subject: six\r\n\r\nhello\r\n");
            assertThat(gateway.mailLogLine("action=passed ")).contains("client=[", "]:" + server.port());

            gateway.configure("org.postern.rule~six.cfg", "order = 0", "sources = ::1/128, fe80::/10", "action = DENY");

            Until.holds("the rule is in force", Duration.ofSeconds(20), () -> {
                try (RawClient client = new RawClient(loopback, port)) {
                    return client.expect("").startsWith("554 5.7.1");
                }
            });
            try (RawClient client = new RawClient(gateway.port())) {
                client.expect("421"); // IPv4 is not meant; nobody is behind it
            }
        }
    }
}
