// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

import org.postern.api.spool.Octets;

/** What the ranges of a {@link Part} count in. */
public sealed interface PartSource {
    /** @return the octets that the ranges count in */
    Octets octets();

    /**
     * The message as spooled.
     *
     * @param octets the message
     */
    record Original(Octets octets) implements PartSource {}

    /**
     * The decoded body of a part, such as a message under base64, or a file in it. Nothing in it can be replaced by itself.
     *
     * @param octets the decoded octets
     * @param anchor the smallest enclosing part that stands in the message as spooled
     */
    record Decoded(Octets octets, OctetRange anchor) implements PartSource {}
}
