// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import javax.net.ssl.SSLException;

/** What was written and is not encrypted yet, since a handshake or a task comes first. */
final class Unsent {
    /** From here on it is more than anybody should write without minding it. */
    private static final int MUCH = 64 * 1024;

    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(1);
    private long octets;

    void add(ByteBuffer more) {
        waiting.add(more);
        octets += more.remaining();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long octets() {
        return octets;
    }

    boolean isMuch() {
        return octets > MUCH;
    }

    /** Encrypts as much as the engine takes: all of it, unless it wants something else first. */
    void sendBy(TlsRecords records) throws SSLException {
        while (!waiting.isEmpty()) {
            ByteBuffer next = waiting.peek();
            int before = next.remaining();
            records.encrypt(next);
            octets -= before - next.remaining();
            if (next.hasRemaining()) {
                return;
            }
            waiting.remove();
        }
    }

    void clear() {
        waiting.clear();
        octets = 0;
    }
}
