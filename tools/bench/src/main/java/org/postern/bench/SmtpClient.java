// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends mail as mail programs do, one command after the other. */
final class SmtpClient implements Client {
    private final Tally sent;

    SmtpClient(Tally sent) {
        this.sent = sent;
    }

    @Override
    public void session(Wire wire, Turn turn) throws IOException {
        wire.expectReply(220);
        ask(wire, "EHLO client.example.net", 250);
        while (turn.hasNext()) {
            var mail = turn.next();
            ask(wire, "MAIL FROM:<alice@example.net>", 250);
            ask(wire, "RCPT TO:<bob@example.org>", 250);
            ask(wire, "DATA", 354);
            var stamp = Stamp.next();
            wire.write(ByteBuffer.wrap(stamp), ByteBuffer.wrap(mail.wire()));
            wire.expectReply(250);
            turn.done();
            sent.add(stamp, mail);
        }
        ask(wire, "QUIT", 221);
    }

    private static void ask(Wire wire, String command, int code) throws IOException {
        wire.writeLine(command);
        wire.expectReply(code);
    }
}
