// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Action;
import org.postern.api.policy.Outcome;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.dialogue.RecordingGateway;

/**
 * T10, T30: what a server says behind its 354, in the same packet, is said before it has the message, however soon a small
 * one leaves.
 */
class ReplyBehindTheGoAheadTest {
    private final RecordingSmtpGateway gateway = new RecordingSmtpGateway();
    private final Inspector inspector = Sessions.open(Map.of(), () -> 0);

    @BeforeEach
    void hasAMessageThatWaitsForTheGoAhead() {
        gateway.relayAtOnce();
        inspector.opened(gateway);
        server("220 mx.example\r\n");
        client("EHLO client.example\r\n");
        server("250 mx.example\r\n");
        client("MAIL FROM:<a@b>\r\n");
        server("250 ok\r\n");
        client("RCPT TO:<c@d>\r\n");
        server("250 ok\r\n");
        client("DATA\r\n");
        client("Subject: x\r\n\r\nbody\r\n.\r\n");
        Outcome outcome = new Outcome.Deliver(Octets.of(gateway.lastSubmitted()));
        inspector.processed(RecordingGateway.processed(outcome, Action.PASSED), gateway);
        gateway.takeSent(Side.CLIENT);
        assertThat(gateway.takeSent(Side.SERVER)).endsWith("DATA\r\n");
        gateway.takeTold();
    }

    @Test
    void isNoAcceptance() {
        server("354 go on\r\n250 2.0.0 queued\r\n");

        assertThat(gateway.takeSent(Side.CLIENT)).startsWith("451 4.4.2 ");
        assertThat(gateway.takeSent(Side.SERVER)).isEmpty();
        assertThat(gateway.takeTold()).contains("end: the server accepted a message that it did not have");
    }

    @Test
    void mayBeARefusal() {
        server("354 go on\r\n550 5.7.1 not from you\r\n");

        assertThat(gateway.takeSent(Side.CLIENT)).isEqualTo("550 5.7.1 not from you\r\n");
        assertThat(gateway.takeSent(Side.SERVER)).isEmpty();
        assertThat(gateway.takeTold()).contains("finished refused: 550 5.7.1 not from you");
    }

    @Test
    void isNoSecondGoAhead() {
        server("354 go on\r\n354 go on\r\n");

        assertThat(gateway.takeSent(Side.CLIENT)).startsWith("451 4.4.2 ");
        assertThat(gateway.takeSent(Side.SERVER)).isEmpty();
    }

    @Test
    void isTheReplyWhenItComesAfterTheMessage() {
        server("354 go on\r\n");
        assertThat(gateway.takeSent(Side.SERVER)).isEqualTo("Subject: x\r\n\r\nbody\r\n.\r\n");

        server("250 2.0.0 queued\r\n");
        inspector.relayed(gateway);

        assertThat(gateway.takeSent(Side.CLIENT)).isEqualTo("250 2.0.0 queued\r\n");
    }

    private void client(String octets) {
        inspector.received(Side.CLIENT, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
    }

    private void server(String octets) {
        inspector.received(Side.SERVER, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
    }
}
