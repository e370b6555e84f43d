// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.postern.inspect.line.Outgoing;

/**
 * Sends a message as one chunk (RFC 3030 section 2): its size is known, so there is nothing to be gained by several, each
 * with a reply to wait for. The octets are sent as they are.
 */
public final class ChunkWriting implements Outgoing {
    private final long size;
    private long octetsTaken;
    private boolean announced;
    private boolean aborted;

    /** @param size of the message */
    public ChunkWriting(long size) {
        this.size = size;
    }

    @Override
    public ByteBuffer apply(ByteBuffer octets) {
        if (aborted) {
            octets.position(octets.limit());
            return ByteBuffer.allocate(0);
        }
        octetsTaken += octets.remaining();
        if (octetsTaken > size) {
            // whatever is sent beyond the size would be commands
            throw new IllegalStateException("the message is longer than its size of " + size);
        }
        ByteBuffer command = command();
        if (!command.hasRemaining()) {
            ByteBuffer sent = octets.slice();
            octets.position(octets.limit());
            return sent;
        }
        return ByteBuffer.allocate(command.remaining() + octets.remaining())
                .put(command)
                .put(octets)
                .flip();
    }

    @Override
    public ByteBuffer end() {
        if (aborted) {
            return ByteBuffer.allocate(0);
        }
        if (octetsTaken != size) {
            throw new IllegalStateException("the message is shorter than its size of " + size);
        }
        return command();
    }

    private ByteBuffer command() {
        if (announced) {
            return ByteBuffer.allocate(0);
        }
        announced = true;
        return ByteBuffer.wrap(("BDAT " + size + " LAST\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void abort() {
        aborted = true;
    }

    /** There is no end marker: the last octet is the end. */
    @Override
    public boolean isEnded() {
        return announced && octetsTaken == size && !aborted;
    }

    @Override
    public long octetsTaken() {
        return octetsTaken;
    }
}
