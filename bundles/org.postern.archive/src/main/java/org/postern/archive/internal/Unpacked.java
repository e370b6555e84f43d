// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/**
 * What inflating brought.
 *
 * @param octets what came out, also when it broke off; owned by the receiver
 * @param end how it ended
 * @param consumed how many octets went in
 * @param crc the CRC-32 of what came out
 */
record Unpacked(SpooledMessage octets, InflatingInput.End end, long consumed, long crc) {
    /**
     * Inflates into the spool.
     *
     * @param deflated from the stream's first octet on; closed here
     */
    static Unpacked inflate(InputStream deflated, Spool spool, Ledger ledger) throws IOException {
        // The stream bounds itself; one more lets the spool see its end.
        long limit = ledger.limits().entryOctets() + 1;
        try (InflatingInput in = new InflatingInput(deflated, ledger);
                SpoolWriter writer = spool.copy(in, limit)) {
            return new Unpacked(writer.complete(), in.end(), in.consumed(), in.crc());
        }
    }
}
