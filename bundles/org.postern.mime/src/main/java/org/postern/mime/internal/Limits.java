// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/**
 * How much of a message is taken in before it counts as unscannable (M08).
 *
 * @param nesting the most enclosing multiparts and messages of a part
 * @param parts the most parts of a reading
 * @param headerOctets the most octets of one header
 * @param fields the most header fields of a reading
 * @param fieldOctets the most octets of one Content-* field; also the longest boundary that can be told
 * @param parameters the most parameters of one field
 * @param readings the most readings
 * @param expansion the most decoded octets, as a multiple of the message
 * @param expansionSlack decoded octets that are always granted
 */
record Limits(
        int nesting,
        int parts,
        int headerOctets,
        int fields,
        int fieldOctets,
        int parameters,
        int readings,
        int expansion,
        int expansionSlack) {
    static final Limits DEFAULT = new Limits(100, 10_000, 1 << 20, 50_000, 1 << 16, 100, 16, 3, 1 << 20);

    private static final long MOST_EXPANDED = 64L << 20;
    private static final int MOST_RATIO = 200;

    Limits {
        if (Math.min(Math.min(nesting, parts), Math.min(headerOctets, fields)) <= 0
                || Math.min(Math.min(fieldOctets, parameters), Math.min(readings, expansion)) <= 0
                || expansionSlack < 0) {
            throw new IllegalArgumentException("a limit is not positive");
        }
    }

    /** @return the most octets that may be decoded out of a message of that size */
    long decodedOctets(long message) {
        return message * expansion + expansionSlack;
    }

    /** @return the most octets that may be made out of a message by what makes more of less */
    long expandedOctets(long message) {
        return Math.min(MOST_EXPANDED, message * MOST_RATIO);
    }
}
