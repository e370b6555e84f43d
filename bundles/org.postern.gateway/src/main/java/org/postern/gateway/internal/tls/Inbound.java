// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import java.nio.ByteBuffer;

/** Octets that came in and wait to be decrypted: less than a record, unless somebody does not want to read. */
final class Inbound {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer octets = NOTHING;

    /** The buffer belongs to this from here on. */
    void add(ByteBuffer more) {
        if (!octets.hasRemaining()) {
            octets = more;
            return;
        }
        if (octets.capacity() - octets.limit() < more.remaining()) {
            octets = grown(more.remaining());
        }
        int start = octets.limit();
        octets.limit(start + more.remaining());
        octets.put(start, more, more.position(), more.remaining());
    }

    /** Twice as large at least: a record that comes an octet at a time is not copied with each of them. */
    private ByteBuffer grown(int more) {
        int size = octets.remaining() + more;
        return ByteBuffer.allocate(Math.max(size, 2 * octets.remaining()))
                .put(octets)
                .flip();
    }

    boolean isEmpty() {
        return !octets.hasRemaining();
    }

    /** To be read from; its position says what was used. */
    ByteBuffer octets() {
        return octets;
    }

    /** An idle connection keeps no buffer. */
    void release() {
        if (!octets.hasRemaining()) {
            octets = NOTHING;
        }
    }

    void clear() {
        octets = NOTHING;
    }
}
