// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** A message that is being written. One thread at a time; calls must be ordered by happens-before. */
@ProviderType
public interface SpoolWriter extends Closeable {
    /**
     * @param octets how many the next {@link #write} will bring
     * @return whether that write stays in memory and so never blocks
     */
    boolean staysInMemory(int octets);

    /**
     * Appends. Blocks on the disk unless {@link #staysInMemory}.
     *
     * @param octets consumed up to their limit
     * @throws SpoolFullException if the disk is full
     * @throws IOException if the disk fails otherwise
     */
    void write(ByteBuffer octets) throws IOException;

    /** @return how many octets were written */
    long size();

    /**
     * Ends the message. The writer is used up and need not be closed.
     *
     * @return the message, owned by the caller
     * @throws IOException if the disk fails; nothing is left behind
     */
    SpooledMessage complete() throws IOException;

    /** Throws away what was written. No effect after {@link #complete()}. Does not throw. */
    @Override
    void close();
}
