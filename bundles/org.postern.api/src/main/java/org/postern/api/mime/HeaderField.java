// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

/**
 * A header field and where it stands (RFC 5322 section 2.2).
 *
 * @param name as written, without the colon and white space before it
 * @param range from the name's first octet to the last octet of its last line's ending, folded lines included
 */
public record HeaderField(String name, OctetRange range) {
    /** @return whether this is the field of that name, in any case */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
