// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.postern.api.scan.UnscannableReason;

/**
 * Inflates one deflate stream (RFC 1951). What is wrong with it, or over a bound, ends the stream and is kept in
 * {@link #end()}: an exception is always the spool's.
 */
final class InflatingInput extends InputStream {
    /** How it came to the end. */
    enum End {
        NOT_YET,
        COMPLETE,
        /** The stream is wrong or breaks off; what came out before is good. */
        BROKEN,
        /** A bound was reached, which the ledger knows. */
        BOUNDED
    }

    private final InputStream deflated;
    private final Ledger ledger;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[8192];
    private long produced;
    private End end = End.NOT_YET;

    InflatingInput(InputStream deflated, Ledger ledger) {
        this.deflated = deflated;
        this.ledger = ledger;
    }

    End end() {
        return end;
    }

    /** @return how many octets went in */
    long consumed() {
        return inflater.getBytesRead();
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
            int count = bounded(inflate(target, from, length));
            if (count > 0) {
                crc.update(target, from, count);
                produced += count;
                return count;
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int from, int length) throws IOException {
        long before = inflater.getBytesWritten();
        try {
            int count = inflater.inflate(target, from, length);
            if (count == 0) {
                proceed();
            }
            return count;
        } catch (DataFormatException e) {
            // Not lost: it is the end of this entry. What came out with the same call lies in the target.
            end = End.BROKEN;
            return (int) (inflater.getBytesWritten() - before);
        }
    }

    private void proceed() throws IOException {
        if (inflater.finished()) {
            end = End.COMPLETE;
        } else if (inflater.needsDictionary()) {
            end = End.BROKEN;
        } else {
            int count = deflated.read(input);
            if (count < 0) {
                end = End.BROKEN;
            } else if (ledger.countConsumed(count)) {
                inflater.setInput(input, 0, count);
            } else {
                end = End.BOUNDED;
            }
        }
    }

    /** Cuts what came out to the bounds (M09). */
    private int bounded(int count) {
        if (count == 0) {
            return 0;
        }
        Limits limits = ledger.limits();
        long total = produced + count;
        if (total > limits.entryOctets()) {
            overLimit("more than " + limits.entryOctets() + " octets in one entry");
            return (int) (limits.entryOctets() - produced);
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

    @Override
    public void close() throws IOException {
        inflater.end();
        deflated.close();
    }
}
