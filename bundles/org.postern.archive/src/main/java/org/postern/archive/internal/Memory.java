// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.api.scan.Deadline;

/**
 * The heap that decoders with a dictionary may use, all openings of a process together (M09): what a dictionary needs is
 * claimed by the sender, and a hundred messages come at once. Any number of threads.
 */
final class Memory {
    private static final int UNIT = 1024;
    private static final long MOST = 64L << 20;
    private static final long SMALLEST_LOAN = 64L << 10;

    private final int units;
    private final Semaphore free;

    /** @param octets how much may be lent at a time */
    Memory(long octets) {
        this.units = (int) Math.min(Integer.MAX_VALUE, octets / UNIT);
        this.free = new Semaphore(units, true);
    }

    /** @return 64 MiB, or a quarter of a heap that is small */
    static Memory ofHeap() {
        return new Memory(Math.min(MOST, Runtime.getRuntime().maxMemory() / 4));
    }

    /** What was lent, until it is closed. */
    interface Loan extends AutoCloseable {
        @Override
        void close();
    }

    /** @return the most that one loan can be */
    long most() {
        return (long) units * UNIT;
    }

    /**
     * Waits until so much is free. Who waits must hold no other loan.
     *
     * @return the loan, empty if it is more than there is or if there was not enough in time
     */
    Optional<Loan> borrow(long octets, Deadline deadline) {
        if (octets > most()) {
            return Optional.empty();
        }
        int wanted = (int) ((Math.max(octets, Math.min(SMALLEST_LOAN, most())) + UNIT - 1) / UNIT);
        try {
            long nanos = Math.max(0, deadline.remaining().toNanos());
            if (!free.tryAcquire(Math.min(wanted, units), nanos, TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return Optional.of(new Loaned(Math.min(wanted, units)));
    }

    private final class Loaned implements Loan {
        private int held;

        Loaned(int held) {
            this.held = held;
        }

        @Override
        public void close() {
            free.release(held);
            held = 0;
        }
    }
}
