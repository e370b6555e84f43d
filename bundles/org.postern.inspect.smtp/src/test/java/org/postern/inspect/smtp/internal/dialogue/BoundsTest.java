// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.Inspector;
import org.postern.api.session.Side;
import org.postern.dialogue.RecordingGateway;

/** T13, T41: what a client can have held is bounded, whatever it waits for. */
class BoundsTest {
    private final RecordingGateway gateway = new RecordingSmtpGateway();
    private Inspector inspector = Sessions.open(Map.of("errors", "1000000"), () -> 0);

    @Test
    void stopsReadingWhileNoBannerComes() {
        inspector.opened(gateway);

        assertThat(feedUntilPaused("NOOP\r\n")).isBetween(65536, 65536 + 6);
    }

    @Test
    void stopsReadingWhileTheServerOwesReplies() {
        greet();

        assertThat(feedUntilPaused("NOOP\r\n")).isLessThan(65536 + 300 * 6);
    }

    @Test
    void stopsReadingWhileOwnRepliesWaitForTheirTurn() {
        greet();
        client("NOOP\r\n");

        assertThat(feedUntilPaused("MAIL FROM:<a@b> SIZE=99999999999\r\n")).isLessThan(65536 + 300 * 40);
    }

    @Test
    void stopsReadingWhileAMessageIsProcessed() {
        greet();
        client("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n");
        server("250 ok\r\n250 ok\r\n");
        client("DATA\r\nx\r\n.\r\n");

        assertThat(feedUntilPaused("NOOP\r\n")).isBetween(65536, 65536 + 6);
    }

    @Test
    void keepsNothingOfALineWithoutEnd() {
        greet();

        for (int i = 0; i < 1000; i++) {
            client("A".repeat(InspectLimits.DEFAULT.heldOctets()));
        }

        assertThat(gateway.isClientPaused()).isFalse();
        assertThat(gateway.takeSent(Side.CLIENT)).doesNotContain("500");
    }

    @Test
    void stopsReadingWhileAChunkWaitsForReplies() {
        greet();
        client("NOOP\r\nBDAT 1000000\r\n");

        assertThat(feedUntilPaused("x".repeat(100))).isBetween(65536 - 100, 65536 + 100);
    }

    @Test
    void readsNoMoreThanTwiceAMessageInVain() {
        open(Map.of("maxMessageBytes", "100000"));
        greet();
        client("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n");
        server("250 ok\r\n250 ok\r\n");
        client("DATA\r\n");

        assertThat(feedUntilEnded("x".repeat(100))).isEqualTo(200_100);
    }

    @Test
    void readsNoMoreThanTwiceAMessageOfChunksInVain() {
        open(Map.of("maxMessageBytes", "100000"));
        greet();

        assertThat(feedUntilEnded("BDAT 100\r\n" + "x".repeat(100))).isEqualTo(2001 * 110);
    }

    @Test
    void spoolsNoMoreThanAMessage() {
        open(Map.of("maxMessageBytes", "100000"));
        greet();
        client("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n");
        server("250 ok\r\n250 ok\r\n");

        feedUntilEnded("BDAT 1000\r\n" + "x".repeat(1000));

        assertThat(gateway.spooled()).hasSize(100_000);
    }

    private void open(Map<String, String> settings) {
        inspector = Sessions.open(settings, () -> 0);
    }

    private int feedUntilEnded(String octets) {
        int fed = 0;
        while (!gateway.isEnded() && fed < 10_000_000) {
            client(octets);
            if (gateway.takeSent(Side.SERVER).contains("RSET")) {
                server("250 ok\r\n");
            }
            fed += octets.length();
        }
        return fed;
    }

    private void greet() {
        inspector.opened(gateway);
        server("220 mx\r\n");
        client("EHLO c\r\n");
        server("250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n");
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
