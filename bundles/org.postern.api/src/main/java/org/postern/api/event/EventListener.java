// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of events: a whiteboard service. */
@ConsumerType
public interface EventListener {
    /**
     * Called on one thread, in order, apart from the path of mails. May block for a moment; while it does later events
     * queue up and may be dropped.
     */
    void on(GatewayEvent event);
}
