// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;
import org.postern.api.spool.Octets;

/** Reads the structure of messages. Blocks on the disk, uses bounded memory, any thread. */
@ProviderType
public interface MimeReader {
    /**
     * Finds the parts of a message, those under encoded messages and multiparts included.
     *
     * @param message the message
     * @return its structure, closed by the caller
     * @throws IOException if the message cannot be read from the spool, or decoded bodies cannot be kept there; never for
     *     what the message holds
     */
    MessageStructure read(Octets message) throws IOException;

    /**
     * Opens a part's body with its transfer encoding undone, as leniently as mail programs do. The caller closes the
     * stream.
     *
     * @param part a part of a structure that is not closed yet
     * @return the decoded body; it throws only if the spool fails
     * @throws IOException if the spool fails
     */
    InputStream decode(Part part) throws IOException;
}
