// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** T20, T22: without an engine mail stays at the server, whatever the client does, and is handed out once there is one. */
class Pop3EngineGoneIT {
    @Test
    void keepsMailAtTheServerAndRecoversByItself() throws Exception {
        try (PrivateDovecot dovecot = PrivateDovecot.start();
                RunningGateway gateway = RunningGateway.beforePop3(dovecot.address())) {
            gateway.profile("engineWaitSeconds = 3");
            gateway.configure("org.postern.scan.signature.cfg", "enabled = false");
            String message = Mail.text(Mail.marker());
            dovecot.deliver("ann", message);
            dovecot.deliver("ann", Mail.text(Mail.marker()));
            gateway.start();

            try (Pop3Login client = new Pop3Login(gateway.port(), "ann")) {
                long began = System.nanoTime();
                assertThat(client.ask("RETR 1")).startsWith("-ERR [SYS/TEMP] ");
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(15));
                assertThat(client.ask("DELE 1")).startsWith("-ERR");
                assertThat(client.ask("DELE 2")).startsWith("+OK");
                assertThat(client.ask("QUIT")).startsWith("+OK");
            }
            assertThat(gateway.mailLogLine("action=refused")).contains("[SYS/TEMP]", "ann");

            gateway.configure("org.postern.scan.signature.cfg", "enabled = true");
            Until.holds("mail is handed out again", Duration.ofSeconds(20), () -> {
                try (Pop3Login client = new Pop3Login(gateway.port(), "ann")) {
                    assertThat(client.ask("STAT")).startsWith("+OK 2 ");
                    return client.askMany("RETR 1").endsWith("end\r\n.\r\n");
                }
            });
            assertThat(dovecot.count("ann")).as("what is still at the server").isEqualTo(2);
        }
    }

    @Test
    void keepsAClientWaitingByTheFirstLinesOfItsMessage() throws Exception { // T46
        try (PrivateDovecot dovecot = PrivateDovecot.start();
                RunningGateway gateway = RunningGateway.beforePop3(dovecot.address())) {
            gateway.profile("engineWaitSeconds = 15", "dripAfterSeconds = 1", "clientPatienceSeconds = 4");
            gateway.configure("org.postern.scan.signature.cfg", "enabled = false");
            String message = Mail.withAttachment(Mail.marker(), "image/png", "a.png", new byte[200_000]);
            dovecot.deliver("bob", message);
            gateway.start();

            try (Pop3Login client = new Pop3Login(gateway.port(), "bob")) {
                assertThat(client.ask("RETR 1")).as("while there is no engine").isEqualTo("+OK message follows");
                gateway.configure("org.postern.scan.signature.cfg", "enabled = true");
                assertThat(client.rest().equals(message)).as("octet for octet").isTrue();
            }

            gateway.configure("org.postern.scan.signature.cfg", "enabled = false");
            Until.holds("half a message", Duration.ofSeconds(30), () -> {
                try (Pop3Login client = new Pop3Login(gateway.port(), "bob")) {
                    assertThat(client.ask("RETR 1")).startsWith("+OK");
                    client.rest();
                    return false; // the engine is still there
                } catch (IOException cutOff) {
                    assertThat(cutOff.getMessage()).startsWith("the connection ended");
                    return true;
                }
            });
            assertThat(gateway.mailLogLine("refusal=scan_failed")).contains("to=bob", "delivered=no", "reply=\"none: ");
            assertThat(dovecot.count("bob")).as("what is still at the server").isEqualTo(1);
        }
    }

    @Test
    void saysThatTheServerCannotBeReached() throws Exception {
        int nobody = Ports.free();
        try (RunningGateway gateway =
                        RunningGateway.beforePop3("127.0.0.1:" + nobody).start();
                RawClient client = new RawClient(gateway.port())) {
            assertThat(gateway.printed()).contains("pop3 127.0.0.1:" + gateway.port() + " -> 127.0.0.1:" + nobody);
            client.expect("-ERR [SYS/TEMP] ");
        }
    }
}
