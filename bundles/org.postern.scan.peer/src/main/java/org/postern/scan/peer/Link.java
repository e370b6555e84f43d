// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.postern.api.scan.Deadline;

/** Octets to a peer and back, in the clear or secured. One thread at a time. */
public interface Link extends AutoCloseable {
    /**
     * Writes all of it, unless the peer says something or ends the connection first.
     *
     * @return whether all was written
     * @throws PeerException if the peer takes nothing for too long
     */
    boolean write(ByteBuffer octets, Patience patience) throws PeerException, IOException, InterruptedException;

    /**
     * Reads what is there, without waiting.
     *
     * @return how many octets came, -1 at the end of the connection, however it ended
     */
    int readNow(ByteBuffer target);

    /**
     * Reads at least one octet; the same as {@link #readNow} otherwise.
     *
     * @throws PeerException if nothing comes up to the limit
     */
    int read(ByteBuffer target, Deadline limit, Patience patience)
            throws PeerException, IOException, InterruptedException;

    /** Closes at once. Idempotent; does not throw or block. */
    @Override
    void close();
}
