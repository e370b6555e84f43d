// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32C;

/** Counts what one end has sent or got: two tallies that agree saw the same messages, in whatever order. */
final class Tally {
    private final LongAdder messages = new LongAdder();
    private final LongAdder octets = new LongAdder();
    private final LongAdder checks = new LongAdder();

    /**
     * What was counted.
     *
     * @param checks the sum of the messages' CRC-32Cs
     */
    record Count(long messages, long octets, long checks) {
        Count minus(Count earlier) {
            return new Count(messages - earlier.messages, octets - earlier.octets, checks - earlier.checks);
        }
    }

    void add(long length, long check) {
        messages.increment();
        octets.add(length);
        checks.add(check);
    }

    /** Counts a message that is sent with that stamp. */
    void add(byte[] stamp, Mail mail) {
        var check = new CRC32C();
        check.update(stamp);
        check.update(mail.content());
        add((long) stamp.length + mail.content().length, check.getValue());
    }

    /** Exact when nobody counts meanwhile. */
    Count count() {
        return new Count(messages.sum(), octets.sum(), checks.sum());
    }
}
