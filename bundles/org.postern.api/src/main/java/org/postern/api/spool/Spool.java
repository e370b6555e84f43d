// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.spool;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Where messages are kept while they are received, scanned and relayed. */
@ProviderType
public interface Spool {
    /**
     * Begins a message. Does not block and opens no file yet.
     *
     * @return the writer, owned by the caller
     */
    SpoolWriter begin();

    /**
     * Whether a message may be taken in: there is room for it beside the reserve. Does not block; the figure may be a
     * second old.
     *
     * @param octets how much is about to come, 0 if unknown
     * @return false if the client should be put off now (SMTP: 452 4.3.1)
     */
    boolean hasRoom(long octets);

    /**
     * Copies a stream into the spool, for contents that were made by decoding or unpacking. Blocks.
     *
     * @param limit the most octets that may come
     * @return a writer that holds the octets, or that {@link SpoolWriter#size() exceeds} the limit by one when there
     *     were more
     * @throws IOException if reading or the disk fails; nothing is left behind
     */
    SpoolWriter copy(java.io.InputStream octets, long limit) throws IOException;
}
