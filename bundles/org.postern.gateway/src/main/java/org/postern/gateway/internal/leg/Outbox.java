// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteRequestQueue;

/**
 * What a leg has written and the kernel has not taken. MINA takes its write requests from here: small buffers that wait
 * together are joined, so that they leave in one packet and not in many, which a delayed acknowledgement would hold up.
 */
final class Outbox implements WriteRequestQueue {

    /** From this size on a buffer is worth a write of its own, and copying it is not. */
    private static final int LARGE = 8 * 1024;

    private static final int LARGEST_JOINED = 64 * 1024;

    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(4); // most legs are idle
    private long pending;

    void add(ByteBuffer octets) {
        waiting.add(octets);
        pending += octets.remaining();
    }

    /** The kernel took this many. */
    void taken(int count) {
        pending -= count;
    }

    /** Octets waiting here or half written by MINA. */
    long pending() {
        return pending;
    }

    void clear() {
        waiting.clear();
        pending = 0;
    }

    @Override
    public WriteRequest poll(IoSession session) {
        ByteBuffer first = waiting.poll();
        if (first == null) {
            return null; // MINA's contract
        }
        boolean alone = waiting.isEmpty() || first.remaining() >= LARGE;
        return new DefaultWriteRequest(IoBuffer.wrap(alone ? first : join(first)));
    }

    private ByteBuffer join(ByteBuffer first) {
        int size = first.remaining();
        int count = 0;
        for (ByteBuffer next : waiting) {
            if (next.remaining() >= LARGE || size + next.remaining() > LARGEST_JOINED) {
                break;
            }
            size += next.remaining();
            count++;
        }
        if (count == 0) {
            return first;
        }
        ByteBuffer joined = ByteBuffer.allocate(size).put(first);
        for (int i = 0; i < count; i++) {
            joined.put(waiting.remove());
        }
        return joined.flip();
    }

    @Override
    public void offer(IoSession session, WriteRequest request) {
        throw new UnsupportedOperationException("a leg writes to its outbox only");
    }

    @Override
    public boolean isEmpty(IoSession session) {
        return waiting.isEmpty();
    }

    @Override
    public void clear(IoSession session) {
        clear();
    }

    @Override
    public void dispose(IoSession session) {
        clear();
    }

    @Override
    public int size() {
        return waiting.size();
    }
}
