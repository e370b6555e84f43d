// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoClientTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private DemoServer server;

    @BeforeEach
    void open() throws IOException {
        server = DemoServer.open(ANY, ANY);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void failsWhenTheInfectedSampleArrives() throws IOException {
        // The demo server itself in the gateway's place: it stops nothing.
        assertThat(run(server.smtp())).isFalse();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("a clean attachment", "octet for octet", "an infected attachment");
    }

    @Test
    void showsWhatAGatewayChanged() throws IOException {
        try (var gateway = TcpServer.open(ANY, "gateway", replacingGateway())) {
            assertThat(run(gateway.address())).isTrue();
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("arrived changed")
                .containsPattern("WDVP.*\\| replaced")
                .containsPattern("Subject: Your invoice +Subject: Your invoice");
    }

    private boolean run(InetSocketAddress gateway) throws IOException {
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            return new DemoClient(gateway, server.pop3(), out).run();
        }
    }

    /** Replaces the line that the infected attachment is encoded to, and forwards. */
    private TcpServer.Session replacingGateway() {
        return new SmtpSession((sender, recipients, octets) -> {
            var changed = new String(octets, StandardCharsets.US_ASCII).replaceAll("WDVP.*", "replaced");
            SmtpClient.send(server.smtp(), changed.getBytes(StandardCharsets.US_ASCII));
            return new StoredMessage(1, sender, recipients, octets);
        });
    }
}
