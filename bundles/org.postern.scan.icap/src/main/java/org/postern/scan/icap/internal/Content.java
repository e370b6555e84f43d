// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import org.postern.api.spool.Octets;

/**
 * What is looked at.
 *
 * @param sha256 its digest, as 64 lower-case hexadecimal digits
 */
record Content(Octets octets, String sha256) {
    long size() {
        return octets.size();
    }
}
