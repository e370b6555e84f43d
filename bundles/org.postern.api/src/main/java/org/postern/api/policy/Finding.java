// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

import static java.util.Objects.requireNonNull;

import org.postern.api.scan.ScanResult;

/**
 * The verdict on one scanned object.
 *
 * @param object which: the path of a part such as {@code 1.2}, or {@code raw} for the whole message
 * @param fileName as declared, decoded, untrusted; may be empty
 * @param mediaType as declared, such as {@code application/zip}; may be empty
 * @param engine who said so: an engine's name, or {@code postern} for the gateway itself
 * @param result the verdict
 * @param reused whether the engine did not look again, since it had just looked at the same content
 */
public record Finding(
        String object, String fileName, String mediaType, String engine, ScanResult result, boolean reused) {
    public Finding {
        requireNonNull(object);
        requireNonNull(fileName);
        requireNonNull(mediaType);
        requireNonNull(engine);
        requireNonNull(result);
    }
}
