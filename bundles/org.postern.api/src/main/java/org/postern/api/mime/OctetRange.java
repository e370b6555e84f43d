// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

/**
 * A range of a message's octets.
 *
 * @param start the first octet
 * @param end the octet after the last
 */
public record OctetRange(long start, long end) {
    public OctetRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a range: " + start + " to " + end);
        }
    }

    /** @return the number of octets */
    public long length() {
        return end - start;
    }

    /** @return whether every octet of the other range lies in this one */
    public boolean contains(OctetRange other) {
        return start <= other.start && other.end <= end;
    }
}
