// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import org.postern.api.spool.Octets;

/**
 * What a decoder reads. It counts exactly what was taken, draws on the ledger (M09), and marks failures of the spool, since
 * decoders throw the same exception for content that is wrong.
 */
final class Source extends InputStream {
    private static final int BUFFER = 8192;

    private final InputStream octets;
    private final Ledger ledger;
    private final byte[] buffer;
    private int at;
    private int filled;
    private long consumed;

    private Source(InputStream octets, int buffer, Ledger ledger) {
        this.octets = octets;
        this.ledger = ledger;
        this.buffer = new byte[buffer];
    }

    /** @return a source of {@code length} octets, closed by the caller */
    static Source of(Octets octets, long from, long length, Ledger ledger) throws SpoolFailure {
        try {
            return new Source(octets.open(from, length), (int) Math.min(BUFFER, Math.max(1, length)), ledger);
        } catch (IOException e) {
            throw SpoolFailure.of(e);
        }
    }

    /** @return how many octets were taken */
    long consumed() {
        return consumed;
    }

    @Override
    public int read() throws IOException {
        if (at == filled && !fill()) {
            return -1;
        }
        consumed++;
        return buffer[at++] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == filled && !fill()) {
            return -1;
        }
        int count = Math.min(length, filled - at);
        System.arraycopy(buffer, at, target, from, count);
        at += count;
        consumed += count;
        return count;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = 0;
        int count;
        try {
            count = octets.read(buffer);
        } catch (IOException e) {
            throw SpoolFailure.of(e);
        }
        if (count <= 0) {
            return false;
        }
        if (!ledger.countConsumed(count)) {
            throw new BoundReached();
        }
        filled = count;
        return true;
    }

    @Override
    public void close() throws IOException {
        octets.close();
    }
}
