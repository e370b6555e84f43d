// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import java.time.Instant;
import org.osgi.annotation.versioning.ConsumerType;

/** Something that happened. Implementations are immutable records. */
@ConsumerType
public interface GatewayEvent {
    /** @return when */
    Instant at();
}
