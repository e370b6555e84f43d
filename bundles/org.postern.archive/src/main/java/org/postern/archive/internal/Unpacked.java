// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/**
 * What unpacking brought.
 *
 * @param octets what came out, also when it broke off; owned by the receiver
 * @param end how it ended
 * @param consumed how many octets went in
 * @param crc the CRC-32 of what came out
 */
record Unpacked(SpooledMessage octets, BoundedInput.End end, long consumed, long crc) {
    /**
     * Inflates into the spool.
     *
     * @param deflated from the stream's first octet on; closed here
     */
    static Unpacked inflate(InputStream deflated, Spool spool, Ledger ledger) throws IOException {
        return of(new InflatingInput(deflated, ledger), spool, ledger);
    }

    /**
     * Unpacks into the spool.
     *
     * @param unpacking closed here
     */
    static Unpacked of(BoundedInput unpacking, Spool spool, Ledger ledger) throws IOException {
        // The stream bounds itself; one more lets the spool see its end.
        long limit = ledger.limits().octets() + 1;
        try (BoundedInput in = unpacking;
                SpoolWriter writer = spool.copy(in, limit)) {
            return new Unpacked(writer.complete(), in.end(), in.consumed(), in.crc());
        }
    }
}
