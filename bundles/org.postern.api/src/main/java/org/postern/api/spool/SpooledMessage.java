// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.spool;

import java.io.Closeable;
import org.osgi.annotation.versioning.ProviderType;

/** A whole message. Its owner closes it, after which its octets are gone. */
@ProviderType
public interface SpooledMessage extends Octets, Closeable {
    /** @return the SHA-256 digest of all octets, as 64 lower-case hexadecimal digits */
    String sha256();

    /** Removes the octets. Streams that are open may fail. Idempotent; does not throw. */
    @Override
    void close();
}
