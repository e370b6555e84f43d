// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

import org.osgi.annotation.versioning.ProviderType;

/** Parse, scan, decide, rewrite. */
@ProviderType
public interface MessagePipeline {
    /**
     * Processes a message. Blocks, at most to its deadline; any thread.
     *
     * @param item the message
     * @return what to relay or answer, always: whatever goes wrong is a {@link Outcome.Refuse}
     */
    Processing process(MailItem item);
}
