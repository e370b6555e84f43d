// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads one chunk (RFC 3030 section 2): so many octets, whatever they are. */
public final class ChunkReading {
    private long remaining;

    /** @param size of the chunk */
    public ChunkReading(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("negative size");
        }
        this.remaining = size;
    }

    /**
     * @param in consumed up to the end of the chunk, or wholly
     * @param content is given the chunk's octets, as slices of {@code in}
     * @return whether the end of the chunk was reached
     */
    public boolean read(ByteBuffer in, Consumer<ByteBuffer> content) {
        int count = (int) Math.min(remaining, in.remaining());
        if (count > 0) {
            content.accept(in.slice(in.position(), count));
            in.position(in.position() + count);
            remaining -= count;
        }
        return remaining == 0;
    }
}
