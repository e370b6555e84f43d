// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.line;

import java.nio.ByteBuffer;

/**
 * Input of one side that was not read yet. What comes while nothing waits is handed out without a copy; octets once
 * handed out are never written over, so that slices of them may be kept.
 */
public final class HeldInput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer waiting = NOTHING;
    /** Whether there is room behind the waiting octets that belongs to this object. */
    private boolean own;

    /** @param octets appended; given away */
    public void add(ByteBuffer octets) {
        if (!waiting.hasRemaining() && octets.hasArray()) {
            waiting = octets;
            own = false;
            return;
        }
        if (!own || waiting.capacity() - waiting.limit() < octets.remaining()) {
            // doubled, so that octets that come one by one are not copied each time
            ByteBuffer larger = ByteBuffer.allocate((waiting.remaining() + octets.remaining()) * 2);
            larger.put(waiting).flip();
            waiting = larger;
            own = true;
        }
        int end = waiting.limit();
        waiting.limit(end + octets.remaining());
        waiting.put(end, octets, octets.position(), octets.remaining());
    }

    /** @return what waits, with an accessible array; to be consumed from its position on */
    public ByteBuffer octets() {
        return waiting;
    }

    /** @return how many octets wait */
    public int size() {
        return waiting.remaining();
    }

    /** Throws away what waits. */
    public void clear() {
        waiting = NOTHING;
        own = false;
    }
}
