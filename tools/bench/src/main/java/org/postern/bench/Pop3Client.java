// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;

/** Fetches mail as mail programs do, and deletes none. */
final class Pop3Client implements Client {
    private final Tally received;

    Pop3Client(Tally received) {
        this.received = received;
    }

    @Override
    public void session(Wire wire, Turn turn) throws IOException {
        wire.expectOk();
        ask(wire, "USER bob");
        ask(wire, "PASS secret");
        var count = Integer.parseInt(ask(wire, "STAT").split(" ")[1]);
        var number = (int) (System.nanoTime() % count);
        var content = new DotContent();
        while (turn.hasNext()) {
            // Which mail it is, the mailbox says; the turn gives only the time.
            turn.next();
            number = number % count + 1;
            ask(wire, "RETR " + number);
            wire.readContent(content);
            turn.done();
            received.add(content.length(), content.check());
        }
        ask(wire, "QUIT");
    }

    private static String ask(Wire wire, String command) throws IOException {
        wire.writeLine(command);
        return wire.expectOk();
    }
}
