// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.time.Duration;

/**
 * The sizes of a transport.
 *
 * @param ioThreads number of I/O threads
 * @param lowWaterOctets pending octets at which a congested leg is drained
 * @param highWaterOctets pending octets above which a leg is congested
 * @param closeTimeout how long a closing leg may take to flush
 * @param stopTimeout how long closing the transport may take
 */
public record TransportSettings(
        int ioThreads, int lowWaterOctets, int highWaterOctets, Duration closeTimeout, Duration stopTimeout) {

    public TransportSettings {
        if (ioThreads < 1) {
            throw new IllegalArgumentException("ioThreads must be 1 or more, not " + ioThreads);
        }
        if (lowWaterOctets < 0 || highWaterOctets <= lowWaterOctets) {
            throw new IllegalArgumentException(
                    "0 <= low < high does not hold: " + lowWaterOctets + ", " + highWaterOctets);
        }
        if (closeTimeout.isNegative() || stopTimeout.isNegative()) {
            throw new IllegalArgumentException("a time limit must not be negative");
        }
    }

    /**
     * A thread for each two processors, since engines and workers need the others and a thread with more connections is woken
     * less often; 64 and 256 KiB, 10 and 5 seconds.
     */
    public static TransportSettings defaults() {
        return new TransportSettings(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                64 * 1024,
                256 * 1024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    /** The same with this many I/O threads. */
    public TransportSettings withIoThreads(int count) {
        return new TransportSettings(count, lowWaterOctets, highWaterOctets, closeTimeout, stopTimeout);
    }

    /** The same with these water marks. */
    public TransportSettings withWaterMarks(int low, int high) {
        return new TransportSettings(ioThreads, low, high, closeTimeout, stopTimeout);
    }

    /** The same with this limit for a closing leg. */
    public TransportSettings withCloseTimeout(Duration limit) {
        return new TransportSettings(ioThreads, lowWaterOctets, highWaterOctets, limit, stopTimeout);
    }
}
