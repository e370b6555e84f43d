// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates one deflate stream (RFC 1951). */
final class InflatingInput extends BoundedInput {
    private final InputStream deflated;
    private final Inflater inflater = new Inflater(true);
    private final byte[] input = new byte[8192];
    private long consumed;
    private boolean closed;

    InflatingInput(InputStream deflated, Ledger ledger) {
        super(ledger, ledger.limits().entryOctets());
        this.deflated = deflated;
    }

    @Override
    long consumed() {
        return closed ? consumed : inflater.getBytesRead();
    }

    @Override
    int decode(byte[] target, int from, int length) throws IOException {
        long before = inflater.getBytesWritten();
        try {
            int count = inflater.inflate(target, from, length);
            if (count == 0) {
                proceed();
            }
            return count;
        } catch (DataFormatException e) {
            // Not lost: it is the end of this entry. What came out with the same call lies in the target.
            ends(End.BROKEN);
            return (int) (inflater.getBytesWritten() - before);
        }
    }

    private void proceed() throws IOException {
        if (inflater.finished()) {
            ends(End.COMPLETE);
        } else if (inflater.needsDictionary()) {
            ends(End.BROKEN);
        } else {
            int count = deflated.read(input);
            if (count < 0) {
                ends(End.BROKEN);
            } else if (ledger().countConsumed(count)) {
                inflater.setInput(input, 0, count);
            } else {
                ends(End.BOUNDED);
            }
        }
    }

    @Override
    public void close() throws IOException {
        consumed = consumed();
        closed = true;
        inflater.end();
        deflated.close();
    }
}
