// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.record;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;

/** Keeps the unmodified original of what was replaced. */
@ProviderType
public interface Quarantine {
    /**
     * Keeps a message, with a metadata file beside it, and waits until both are on the disk. A message that is there
     * already (same octets, same envelope) is not kept twice. Blocks; any thread.
     *
     * @param item the message
     * @param findings why
     * @return the id of the copy
     * @throws IOException if it is not safely kept; nothing is left behind
     */
    String keep(MailItem item, List<Finding> findings) throws IOException;
}
