// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts octets that go by, so that something can be done in the middle of them. */
final class Moment {
    private final AtomicLong passed = new AtomicLong();
    private volatile long due = Long.MAX_VALUE;
    private volatile CountDownLatch reached = new CountDownLatch(1);

    void passed(int octets) {
        if (passed.addAndGet(octets) >= due) {
            due = Long.MAX_VALUE;
            reached.countDown();
        }
    }

    /** Returns when so many more octets have gone by. */
    void await(long octets) throws InterruptedException {
        reached = new CountDownLatch(1);
        due = passed.get() + octets;
        assertThat(reached.await(60, TimeUnit.SECONDS)).as("mail flows").isTrue();
    }
}
