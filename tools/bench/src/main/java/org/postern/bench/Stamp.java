// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The first header line of each message: always as long, never the same, so that nobody on the way can recognise a
 * message and spare the work (clamd and gateways keep digests of clean content).
 */
final class Stamp {
    private static final AtomicLong LAST = new AtomicLong(System.nanoTime());

    /** The length of every stamp, in octets. */
    static final int LENGTH = next().length;

    private Stamp() {}

    static byte[] next() {
        return String.format("X-Bench-Id: %016x\r\n", LAST.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
    }
}
