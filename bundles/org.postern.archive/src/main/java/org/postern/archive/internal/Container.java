// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The entries of one container, in turn. Holds no stream open between calls. One thread. */
interface Container extends Closeable {
    /**
     * Finds the next entry. What cannot be seen goes to the {@link Ledger}, and the search goes on behind it.
     *
     * @return the entry, owned by the caller; empty at the end
     * @throws IOException if the spool fails; never for what the container holds
     */
    Optional<Entry> next() throws IOException;

    /** @return whether the content, as far as it was read, has octets that are no part of this container */
    default boolean hasForeignOctets() {
        return false;
    }

    /** Gives back what was kept for the entries. */
    @Override
    default void close() throws IOException {}
}
