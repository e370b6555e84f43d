// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Has clamd scan what the gateway has it scan of each message, one content after the other in a kept session, each in one
 * write: nothing is faster from Java.
 */
final class ScanReplay implements Client {
    private final Map<Mail, List<ByteBuffer>> contents;

    /** @param contents what is scanned of a message, by its identity */
    ScanReplay(Map<Mail, List<ByteBuffer>> contents) {
        this.contents = contents;
    }

    @Override
    public void session(Wire wire, Turn turn) throws IOException {
        wire.write(command("zIDSESSION\0"));
        while (turn.hasNext()) {
            for (var content : contents.get(turn.next())) {
                wire.write(command("zINSTREAM\0"), length(content.remaining()), content.duplicate(), length(0));
                var answer = wire.readToZero();
                if (!answer.endsWith(": stream: OK")) {
                    throw new IOException("clamd says: " + answer);
                }
            }
            turn.done();
        }
        wire.write(command("zEND\0"));
    }

    private static ByteBuffer command(String word) {
        return ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer length(int octets) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(octets).flip();
    }
}
