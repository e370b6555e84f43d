// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postern.api.scan.Deadline;

class MemoryTest {
    private static final long QUARTER = 16L << 20;
    private final Memory memory = new Memory(4 * QUARTER);

    @Test
    void isNeverLentTwiceHoweverManyAsk() throws Exception {
        AtomicLong lent = new AtomicLong();
        AtomicLong most = new AtomicLong();
        ExecutorService messages = Executors.newFixedThreadPool(100);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(messages.submit(() -> {
                    try (Memory.Loan loan = memory.borrow(QUARTER, Deadline.after(Duration.ofMinutes(1)))
                            .orElseThrow()) {
                        assertThat(loan).isNotNull();
                        most.accumulateAndGet(lent.addAndGet(QUARTER), Math::max);
                        lent.addAndGet(-QUARTER);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            messages.shutdownNow();
        }

        assertThat(most.get()).isBetween(QUARTER, 4 * QUARTER);
        assertThat(borrow(4 * QUARTER)).isPresent();
    }

    @Test
    void isNotWaitedForWhenThereIsNotSoMuch() {
        assertThat(memory.borrow(4 * QUARTER + 1, Deadline.after(Duration.ofDays(1))))
                .isEmpty();
    }

    @Test
    void isGivenBackOnce() {
        Memory.Loan loan = borrow(4 * QUARTER).orElseThrow();
        loan.close();
        loan.close();
        Memory.Loan second = borrow(4 * QUARTER).orElseThrow();

        assertThat(borrow(1)).isEmpty();
        second.close();
    }

    private Optional<Memory.Loan> borrow(long octets) {
        return memory.borrow(octets, Deadline.after(Duration.ZERO));
    }
}
