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
        assertThat(run(server.smtp(), server.pop3())).isFalse();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("a clean attachment", "octet for octet", "an infected attachment");
    }

    @Test
    void showsWhatAGatewayChangedEitherWay() throws IOException {
        try (var smtp = TcpServer.open(ANY, "smtp", replacingSmtp());
                var pop3 = TcpServer.open(ANY, "pop3", this::replacingPop3)) {
            assertThat(run(smtp.address(), pop3.address())).isTrue();
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(
                        "Sent by SMTP through the gateway: a clean attachment",
                        "Fetched by POP3 through the gateway: a clean attachment")
                .contains("arrived changed")
                .containsPattern("WDVP.*\\| replaced")
                .containsPattern("Subject: Your invoice +Subject: Your invoice");
    }

    @Test
    void failsWhenTheInfectedSampleIsFetchedAsItWas() throws IOException {
        try (var smtp = TcpServer.open(ANY, "smtp", replacingSmtp())) {
            assertThat(run(smtp.address(), server.pop3())).isFalse();
        }
    }

    private boolean run(InetSocketAddress smtp, InetSocketAddress pop3) throws IOException {
        var gateway = new DemoClient.Place(smtp, pop3);
        var behind = new DemoClient.Place(server.smtp(), server.pop3());
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            return new DemoClient(gateway, behind, out).run();
        }
    }

    private TcpServer.Session replacingSmtp() {
        return new SmtpSession((sender, recipients, octets) -> {
            SmtpClient.send(server.smtp(), replaced(octets));
            return new StoredMessage(1, sender, recipients, octets);
        });
    }

    private void replacingPop3(Wire wire) throws IOException {
        var changed = new Mailbox();
        for (var message : server.mailbox().all()) {
            changed.add(message.sender(), message.recipients(), replaced(message.octets()));
        }
        new Pop3Session(changed).serve(wire);
    }

    /** Replaces the line that the infected attachment is encoded to. */
    private static byte[] replaced(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII)
                .replaceAll("WDVP.*", "replaced")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
