// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Sends one message and tells the final reply. */
final class SmtpClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REPLY_MILLIS = 120_000;

    private SmtpClient() {}

    /** The reply to the final dot, which may be a refusal. Throws when an earlier reply is one. */
    static String send(InetSocketAddress server, byte[] message) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, CONNECT_MILLIS);
            socket.setSoTimeout(REPLY_MILLIS);
            var wire = new Wire(socket);
            expect(reply(wire), '2');
            ask(wire, "EHLO client.example.org", '2');
            ask(wire, "MAIL FROM:<alice@example.org>", '2');
            ask(wire, "RCPT TO:<bob@example.com>", '2');
            ask(wire, "DATA", '3');
            wire.writeBlock(message);
            var last = reply(wire);
            wire.writeLine("QUIT");
            reply(wire);
            return last;
        }
    }

    private static void ask(Wire wire, String command, char kind) throws IOException {
        wire.writeLine(command);
        expect(reply(wire), kind);
    }

    private static void expect(String reply, char kind) throws IOException {
        if (reply.charAt(0) != kind) {
            throw new IOException("refused: " + reply);
        }
    }

    /** The last line of a reply, which has a blank or nothing after its code. */
    private static String reply(Wire wire) throws IOException {
        while (true) {
            var line = wire.readLine();
            if (!line.matches("\\d{3}.*")) {
                throw new IOException("not a reply: " + line);
            }
            if (line.length() == 3 || line.charAt(3) != '-') {
                return line;
            }
        }
    }
}
