// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.postern.api.scan.UnscannableReason;

/**
 * What comes out of a compressed stream, within the bounds (M09). What is wrong with it, or over a bound, ends the stream
 * and is kept in {@link #end()}: an exception is always the spool's.
 */
abstract class BoundedInput extends InputStream {
    /** How it came to the end. */
    enum End {
        NOT_YET,
        COMPLETE,
        /** The stream is wrong or breaks off; what came out before is good. */
        BROKEN,
        /** A bound was reached, which the ledger knows. */
        BOUNDED
    }

    private final Ledger ledger;
    private final long most;
    private final CRC32 crc = new CRC32();
    private long produced;
    private End end = End.NOT_YET;

    /** @param most how many octets may come out */
    BoundedInput(Ledger ledger, long most) {
        this.ledger = ledger;
        this.most = most;
    }

    /**
     * Decodes on, or calls {@link #ends}.
     *
     * @return how many octets came out, maybe none
     */
    abstract int decode(byte[] target, int from, int length) throws IOException;

    /** @return how many octets went in */
    abstract long consumed();

    void ends(End how) {
        end = how;
    }

    Ledger ledger() {
        return ledger;
    }

    End end() {
        return end;
    }

    long produced() {
        return produced;
    }

    long crc() {
        return crc.getValue();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (end == End.NOT_YET) {
            int count = bounded(decode(target, from, length));
            if (count > 0) {
                crc.update(target, from, count);
                produced += count;
                return count;
            }
        }
        return -1;
    }

    private int bounded(int count) {
        if (count == 0) {
            return 0;
        }
        Limits limits = ledger.limits();
        long total = produced + count;
        if (total > most) {
            overLimit("more than " + most + " octets in one entry");
            return (int) (most - produced);
        }
        if (total > limits.ratioFrom() && total / limits.ratio() > consumed()) {
            overLimit("expands more than " + limits.ratio() + " times");
        } else if (!ledger.countProduced(count)) {
            end = End.BOUNDED;
        }
        return count;
    }

    private void overLimit(String detail) {
        ledger.problem(UnscannableReason.LIMITS, detail);
        end = End.BOUNDED;
    }
}
