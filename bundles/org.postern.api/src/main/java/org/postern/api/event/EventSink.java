// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import org.osgi.annotation.versioning.ProviderType;

/** Where events go. */
@ProviderType
public interface EventSink {
    /** Hands an event to the listeners. Never blocks, never throws; any thread. A full queue drops it and counts that. */
    void publish(GatewayEvent event);

    /** @return how many events were dropped since the start */
    long dropped();
}
