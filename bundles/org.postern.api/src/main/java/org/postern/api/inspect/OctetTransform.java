// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** Changes a stream of octets on its way out, such as dot-stuffing. One thread, in order. */
@ConsumerType
public interface OctetTransform {
    /**
     * @param octets the next octets, consumed
     * @return what to send for them
     */
    ByteBuffer apply(ByteBuffer octets);

    /** @return what to send after the last octet, such as an end marker */
    ByteBuffer end();
}
