// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoServerTest {
    private DemoServer server;

    @BeforeEach
    void open() throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = DemoServer.open(any, any);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: plain\r\n\r\nhello\r\n",
                "\r\nno header\r\n",
                "Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n.\r.\r\n",
                ".first octet is a dot\r\n",
                "Subject: blanks \t\r\nX:\r\n\r\n \r\n\t\r\n\r\n\r\n",
                "Subject: bare\r\n\r\na\nb\rc\n.\nd\r.\r\r\n.\n.\r\r\n",
                "Subject: octets \u00ff\u0080\r\n\r\n\u0000\u00e4\u001b\r\n",
                "bogus header\r\n folded\r\n\r\nbody\r\n"
            })
    void keepsEveryOctet(String message) throws IOException {
        var sent = message.getBytes(StandardCharsets.ISO_8859_1);

        SmtpClient.send(server.smtp(), sent);

        assertThat(Pop3Client.find(server.pop3(), ""))
                .hasValueSatisfying(got -> assertThat(got).isEqualTo(sent));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsAnyMixOfDotsAndLineEnds(long seed) throws IOException {
        var random = new Random(seed);
        var text = new StringBuilder();
        random.ints(400, 0, 5).forEach(i -> text.append(new String[] {"\r", "\n", "\r\n", ".", "x"}[i]));
        var sent = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);

        SmtpClient.send(server.smtp(), sent);

        assertThat(Pop3Client.find(server.pop3(), ""))
                .hasValueSatisfying(got -> assertThat(got).isEqualTo(sent));
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(50);
    }

    @Test
    void speaksSmtp() throws IOException {
        try (var socket = new Socket(server.smtp().getAddress(), server.smtp().getPort())) {
            var wire = new Wire(socket);
            assertThat(wire.readLine()).startsWith("220 ");
            assertThat(ask(wire, "DATA")).startsWith("503 ");
            assertThat(ask(wire, "RCPT TO:<b@c>")).startsWith("503 ");
            assertThat(ask(wire, "MAIL FROM: a")).startsWith("501 ");
            assertThat(ask(wire, "MAIL FROM:<> BODY=8BITMIME")).startsWith("250 ");
            assertThat(ask(wire, "mail from:<a@b>")).startsWith("503 ");
            assertThat(ask(wire, "RCPT TO:<>")).startsWith("501 ");
            assertThat(ask(wire, "RCPT TO:<b@c>")).startsWith("250 ");
            assertThat(ask(wire, "RSET")).startsWith("250 ");
            assertThat(ask(wire, "RCPT TO:<b@c>")).startsWith("503 ");
            assertThat(ask(wire, "STARTTLS")).startsWith("502 ");
            assertThat(ask(wire, "QUIT")).startsWith("221 ");
        }
    }

    @Test
    void speaksPop3() throws IOException {
        SmtpClient.send(server.smtp(), "Subject: one\r\n\r\na\r\nb\r\nc\r\n".getBytes(StandardCharsets.US_ASCII));
        try (var socket = new Socket(server.pop3().getAddress(), server.pop3().getPort())) {
            var wire = new Wire(socket);
            assertThat(wire.readLine()).startsWith("+OK");
            assertThat(ask(wire, "STAT")).startsWith("-ERR");
            assertThat(ask(wire, "USER u")).startsWith("+OK");
            assertThat(ask(wire, "PASS p")).startsWith("+OK");
            assertThat(ask(wire, "STAT")).isEqualTo("+OK 1 25");
            assertThat(ask(wire, "LIST 1")).isEqualTo("+OK 1 25");
            assertThat(ask(wire, "UIDL 1")).isEqualTo("+OK 1 demo-1");
            assertThat(ask(wire, "RETR 2")).startsWith("-ERR");
            assertThat(ask(wire, "TOP 1 1")).isEqualTo("+OK");
            assertThat(wire.readBlock()).asString().isEqualTo("Subject: one\r\n\r\na\r\n");
            assertThat(ask(wire, "TOP 1 0")).isEqualTo("+OK");
            assertThat(wire.readBlock()).asString().isEqualTo("Subject: one\r\n\r\n");
            assertThat(ask(wire, "LIST")).isEqualTo("+OK");
            assertThat(wire.readBlock()).asString().isEqualTo("1 25\r\n");
            assertThat(ask(wire, "DELE 1")).startsWith("+OK");
            assertThat(ask(wire, "STAT")).isEqualTo("+OK 0 0");
            assertThat(ask(wire, "QUIT")).startsWith("+OK");
        }
        assertThat(Pop3Client.find(server.pop3(), "")).isEmpty();
    }

    private static String ask(Wire wire, String command) throws IOException {
        wire.writeLine(command);
        return wire.readLine();
    }
}
