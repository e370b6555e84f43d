// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.util.Locale;

/** The server's half of RFC 5321, as fast as can be: takes every message, counts it, forgets it. */
final class SmtpSink implements TcpServer.Session {
    private final Tally received;

    SmtpSink(Tally received) {
        this.received = received;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        var content = new DotContent();
        wire.writeLine("220 sink.example.org ESMTP");
        while (true) {
            var line = wire.readLine();
            switch (line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT)) {
                case "EHLO" ->
                    wire.writeLine("250-sink.example.org\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n"
                            + "250-ENHANCEDSTATUSCODES\r\n250 8BITMIME");
                case "DATA" -> {
                    wire.writeLine("354 go on");
                    wire.readContent(content);
                    received.add(content.length(), content.check());
                    wire.writeLine("250 2.0.0 taken");
                }
                case "QUIT" -> {
                    wire.writeLine("221 2.0.0 bye");
                    return;
                }
                case "HELO", "MAIL", "RCPT", "RSET", "NOOP" -> wire.writeLine("250 2.0.0 fine");
                default -> wire.writeLine("502 5.5.1 not here");
            }
        }
    }
}
