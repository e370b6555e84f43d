// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What an engine says of itself.
 *
 * @param product such as {@code ClamAV 1.4.3}
 * @param dataVersion the version of its signatures; changes whenever they do, and is empty when that cannot be told: then
 *     none of its verdicts is used for the same content again
 * @param dataTime when its signatures were made, if that is known
 * @param remark what an administrator should know at start, such as the engine's limits; may be empty
 */
public record EngineInfo(String product, String dataVersion, Optional<Instant> dataTime, String remark) {
    public EngineInfo {
        requireNonNull(product);
        requireNonNull(dataVersion);
        requireNonNull(dataTime);
        requireNonNull(remark);
    }
}
