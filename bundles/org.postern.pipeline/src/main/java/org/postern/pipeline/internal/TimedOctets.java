// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.postern.api.policy.MailItem;
import org.postern.api.spool.Octets;

/**
 * The octets of a message, to be read only as long as it has time: what reads and reads in the gateway's own code ends then.
 * Each reading throws a {@link LateException} afterwards.
 */
final class TimedOctets implements Octets {
    /** Of single octets, so many are read between two looks at the time. */
    private static final int BETWEEN = 1024;

    private final Octets octets;
    private final MailItem item;

    TimedOctets(Octets octets, MailItem item) {
        this.octets = octets;
        this.item = item;
    }

    /** The octets themselves, for engines, which have deadlines of their own. */
    static Octets plain(Octets octets) {
        return octets instanceof TimedOctets timed ? timed.octets : octets;
    }

    static InputStream input(InputStream octets, MailItem item) {
        return new Input(octets, item);
    }

    static void check(MailItem item) throws LateException {
        if (item.deadline().hasPassed()) {
            throw new LateException("no time left to read it");
        }
        if (item.cancellation().isCancelled()) {
            throw new LateException("given up: nobody waits for it any more");
        }
    }

    @Override
    public long size() {
        return octets.size();
    }

    @Override
    public boolean inMemory() {
        return octets.inMemory();
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
        return new Input(octets.open(from, length), item);
    }

    private static final class Input extends FilterInputStream {
        private final MailItem item;
        private int single;

        Input(InputStream in, MailItem item) {
            super(in);
            this.item = item;
        }

        @Override
        public int read() throws IOException {
            if (single++ % BETWEEN == 0) {
                check(item);
            }
            return in.read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            check(item);
            return in.read(target, from, length);
        }
    }
}
