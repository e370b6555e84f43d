// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import org.postern.api.mime.OctetRange;

/**
 * Content inside other content.
 *
 * @param label begins the last step of its path
 * @param name as it is called there; empty if it is not
 * @param range where it stands
 * @param coding what has to be undone
 * @param kind what it is then
 */
record Find(String label, String name, OctetRange range, Coding coding, Kind kind) {
    enum Kind {
        /** Anything, perhaps with other content in it. */
        FILE,
        /** Header and forks of a Macintosh file, as BinHex has them. */
        FORKS,
        /** An object in RTF. */
        OBJECT,
        /** The body and Content-* fields of a message (RFC 8551 section 3.1). */
        ENTITY
    }

    static Find file(String label, String name, OctetRange range, Coding coding) {
        return new Find(label, name, range, coding, Kind.FILE);
    }

    Find movedBy(long octets) {
        OctetRange moved = new OctetRange(range.start() + octets, range.end() + octets);
        return new Find(label, name, moved, coding, kind);
    }
}
