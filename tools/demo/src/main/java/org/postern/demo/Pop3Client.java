// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks for a message in the demo server's mailbox, at the server or through the gateway. */
final class Pop3Client {
    private static final int CONNECT_MILLIS = 5_000;
    /** A gateway looks at a message before it hands it out. */
    private static final int REPLY_MILLIS = 120_000;

    private Pop3Client() {}

    /** The newest message that holds {@code mark}. */
    static Optional<byte[]> find(InetSocketAddress server, String mark) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, CONNECT_MILLIS);
            socket.setSoTimeout(REPLY_MILLIS);
            var wire = new Wire(socket);
            expect(wire.readLine());
            ask(wire, "USER bob");
            ask(wire, "PASS demo");
            var count = Integer.parseInt(ask(wire, "STAT").split(" ")[1]);
            for (var number = count; number >= 1; number--) {
                ask(wire, "RETR " + number);
                var message = wire.readBlock();
                if (new String(message, StandardCharsets.ISO_8859_1).contains(mark)) {
                    return Optional.of(message);
                }
            }
            ask(wire, "QUIT");
            return Optional.empty();
        }
    }

    private static String ask(Wire wire, String command) throws IOException {
        wire.writeLine(command);
        return expect(wire.readLine());
    }

    private static String expect(String reply) throws IOException {
        if (!reply.startsWith("+OK")) {
            throw new IOException("refused: " + reply);
        }
        return reply;
    }
}
