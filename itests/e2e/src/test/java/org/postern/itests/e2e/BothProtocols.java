// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One gateway before a mail server and a mailbox server: what is tried by SMTP is tried by POP3 too. */
final class BothProtocols implements AutoCloseable {
    private final RecordingServer server = new RecordingServer();
    private final FakeMailboxes mailboxes = new FakeMailboxes();
    private final AtomicInteger accounts = new AtomicInteger();
    private final int pop3 = Ports.free();
    private final RunningGateway gateway;

    /** @param options words of the gateway's command line; it is not started yet */
    BothProtocols(String... options) throws IOException {
        gateway = RunningGateway.before(server.address())
                .with("--pop3", "127.0.0.1:" + pop3 + "=" + mailboxes.address())
                .with(options);
    }

    RunningGateway gateway() {
        return gateway;
    }

    /** The sender keeps it, and it stays in its mailbox; no octet of it goes on. */
    void putOff(String message) throws IOException {
        assertThat(sent(message)).startsWith("451 4.7.1");
        assertThat(server.poll()).isEmpty();
        FakeMailboxes.Box box = box(message);
        try (Pop3Login client = new Pop3Login(pop3, account())) {
            assertThat(client.ask("RETR 1")).startsWith("-ERR [SYS/TEMP] ");
            assertThat(client.ask("DELE 1")).startsWith("-ERR ");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        assertThat(box.gone()).isEmpty();
    }

    /** It arrives as it was, octet for octet. */
    void pass(String message) throws Exception {
        passBySmtp(message);
        passByPop3(message);
    }

    /** Like {@link #passBySmtp}, once an engine that was in trouble is asked again. */
    void passSoon(String message) throws Exception {
        Until.holds(
                "mail passes again", Duration.ofSeconds(20), () -> sent(message).startsWith("250"));
        arrived(message);
    }

    void passBySmtp(String message) throws Exception {
        assertThat(sent(message)).startsWith("250");
        arrived(message);
    }

    private void arrived(String message) throws Exception {
        RecordingServer.Received received = server.next(10);
        String stuffed = message.replace("\r\n.", "\r\n..");
        assertThat(received.size()).isEqualTo(stuffed.length());
        assertThat(received.text()).isEqualTo(stuffed.substring(0, Math.min(stuffed.length(), 1 << 16)));
    }

    void passByPop3(String message) throws IOException {
        box(message);
        try (Pop3Login client = new Pop3Login(pop3, account())) {
            assertThat(client.message("RETR 1")).isEqualTo(message);
        }
    }

    /** It arrives with a notice in the place of something. */
    void replace(String message) throws Exception {
        assertThat(sent(message)).startsWith("250");
        assertThat(server.next(10).text()).contains("postern-notice");
        box(message);
        try (Pop3Login client = new Pop3Login(pop3, account())) {
            assertThat(client.message("RETR 1")).contains("postern-notice");
        }
    }

    /** @return the server's reply to the message, or the gateway's */
    String sent(String message) throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            client.envelope().say("DATA").expect("354");
            client.out().write(message.replace("\r\n.", "\r\n..").getBytes(ISO_8859_1));
            String reply = client.say(".").expect("");
            client.say("QUIT").expect("221");
            return reply;
        }
    }

    private FakeMailboxes.Box box(String message) {
        accounts.incrementAndGet();
        FakeMailboxes.Box box = mailboxes.box(account());
        box.add(message);
        return box;
    }

    private String account() {
        return "archives-" + accounts;
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        mailboxes.close();
        server.close();
    }
}
