// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/** Undoes a transfer encoding, leniently: whatever comes, something is made of it. Stateful, for one body. */
interface Decoder {
    /**
     * Decodes octets as they come, cut anywhere. May write more octets than it says, within the room that there must be.
     *
     * @param in holds the octets
     * @param from the first
     * @param to after the last
     * @param out has room for {@link #atMost} octets from {@code at} on
     * @param at where the next decoded octet goes
     * @return where the next decoded octet goes now
     */
    int decode(byte[] in, int from, int to, byte[] out, int at);

    /** Decodes what was held back, at the end of the body. */
    int finish(byte[] out, int at);

    /** @return the most octets that so many encoded ones, or the end, can bring */
    default int atMost(int encoded) {
        return encoded + 4;
    }
}
