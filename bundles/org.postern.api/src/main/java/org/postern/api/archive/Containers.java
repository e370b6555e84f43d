// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.archive;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.spool.Octets;

/** Opens containers. Blocks; any thread. */
@ProviderType
public interface Containers {
    /**
     * Opens content, and containers in containers, to the bounds.
     *
     * @param content anything; what is no known container has no entries and is no problem
     * @param unpacking what was spent on the message that it comes from, which is bounded too: what is beyond is reported as
     *     {@code limits}
     * @param deadline when to give up, which is reported as {@code limits}
     * @param visitor sees each entry, a container before its entries
     * @return why some of it could not be looked into; empty when all was seen, or when the visitor stopped
     * @throws IOException if the content cannot be read from the spool; never for what it holds
     */
    Optional<Unscannable> open(Octets content, Unpacking unpacking, Deadline deadline, EntryVisitor visitor)
            throws IOException;

    /** Sees the entries of containers. */
    @FunctionalInterface
    interface EntryVisitor {
        /**
         * @param path the names of the entries from the outermost inwards, untrusted, joined by {@code !/}
         * @param content the entry's octets, valid until this method returns
         * @return whether to go on
         * @throws IOException if the content cannot be read from the spool
         */
        boolean entry(String path, Octets content) throws IOException;
    }
}
