// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import java.nio.ByteBuffer;
import org.postern.api.inspect.OctetTransform;
import org.postern.inspect.line.DotStuffing;

/**
 * Sends what follows the beginning of a message that the client has already (T46). If the message does not begin so, nothing
 * leaves, and no end marker (T34).
 */
public final class Continuation implements OctetTransform {
    private final byte[] sent;
    private final DotStuffing next;
    private int compared;
    private boolean broken;

    /**
     * @param sent what the client has
     * @param next gets the rest
     */
    public Continuation(byte[] sent, DotStuffing next) {
        this.sent = sent.clone();
        this.next = next;
    }

    @Override
    public ByteBuffer apply(ByteBuffer octets) {
        while (compared < sent.length && octets.hasRemaining() && !broken) {
            broken = octets.get() != sent[compared++];
        }
        abortIfBroken();
        return next.apply(octets);
    }

    @Override
    public ByteBuffer end() {
        broken |= compared < sent.length;
        abortIfBroken();
        return next.end();
    }

    private void abortIfBroken() {
        if (broken) {
            next.abort();
        }
    }

    /** @return whether the message begins otherwise than what the client has */
    public boolean isBroken() {
        return broken;
    }
}
