// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Has clamd scan mail, by INSTREAM within one IDSESSION: what the engine alone makes of the same content. */
final class ClamdClient implements Client {
    @Override
    public void session(Wire wire, Turn turn) throws IOException {
        wire.write(command("zIDSESSION\0"));
        while (turn.hasNext()) {
            var mail = turn.next();
            var stamp = Stamp.next();
            wire.write(
                    command("zINSTREAM\0"),
                    length(stamp.length + mail.content().length),
                    ByteBuffer.wrap(stamp),
                    ByteBuffer.wrap(mail.content()),
                    length(0));
            var answer = wire.readToZero();
            if (!answer.endsWith(": stream: OK")) {
                throw new IOException("clamd says: " + answer);
            }
            turn.done();
        }
        wire.write(command("zEND\0"));
    }

    private static ByteBuffer command(String word) {
        return ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer length(int octets) {
        return ByteBuffer.allocate(4).putInt(octets).flip();
    }
}
