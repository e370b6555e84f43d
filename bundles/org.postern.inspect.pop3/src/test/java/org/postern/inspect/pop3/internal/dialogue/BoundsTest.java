// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.api.inspect.Inspector;
import org.postern.api.session.Side;
import org.postern.dialogue.RecordingGateway;

/** T13, T41: what a client can have held is bounded, whatever it waits for. */
class BoundsTest {
    private final RecordingGateway gateway = new RecordingPop3Gateway();
    private final Inspector inspector = Sessions.open(Map.of("errors", "1000000"), () -> 0);

    @BeforeEach
    void open() {
        inspector.opened(gateway);
    }

    @Test
    void stopsReadingWhileNoGreetingComes() {
        assertThat(feedUntilPaused("NOOP\r\n")).isBetween(65536, 65536 + 6);
    }

    @Test
    void stopsReadingWhileTheServerOwesAnAnswer() {
        server("+OK\r\n");

        assertThat(feedUntilPaused("NOOP\r\n")).isBetween(65536, 65536 + 12);
    }

    @Test
    void stopsReadingWhileAMessageIsProcessed() {
        server("+OK\r\n");
        client("RETR 1\r\n");
        server("+OK\r\nx\r\n.\r\n");

        assertThat(feedUntilPaused("XTND\r\n")).isBetween(65536, 65536 + 6);
    }

    @Test
    void keepsNothingOfALineWithoutEnd() {
        server("+OK\r\n");

        for (int i = 0; i < 1000; i++) {
            client("A".repeat(65536));
        }

        assertThat(gateway.isClientPaused()).isFalse();
        assertThat(gateway.takeSent(Side.CLIENT)).isEqualTo("+OK\r\n");
    }

    @Test
    void passesAListingOfAnyLengthOnAsItComes() {
        server("+OK\r\n");
        client("UIDL\r\n");
        server("+OK\r\n");

        for (int i = 1; i <= 100_000; i++) {
            server(i + " abcdefghij\r\n");
            assertThat(gateway.takeSent(Side.CLIENT)).endsWith(i + " abcdefghij\r\n");
        }
        server(".\r\n");
        assertThat(gateway.takeSent(Side.CLIENT)).isEqualTo(".\r\n");
    }

    private int feedUntilPaused(String line) {
        int fed = 0;
        while (!gateway.isClientPaused() && fed < 10_000_000) {
            client(line);
            fed += line.length();
        }
        return fed;
    }

    private void client(String octets) {
        inspector.received(Side.CLIENT, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
    }

    private void server(String octets) {
        inspector.received(Side.SERVER, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
    }
}
