// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** T20, T40: a system that gives no more threads refuses work, as a full pool does; whoever has places gives them back then. */
class ScanThreadsTest {
    private volatile boolean full = true;

    @Test
    void refusesWorkWhenTheSystemGivesNoThread() throws Exception {
        try (ScanThreads threads = new ScanThreads(1, this::thread)) {
            assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);

            full = false;
            CompletableFuture<String> done = new CompletableFuture<>();
            threads.execute(() -> done.complete("done"));
            assertThat(done.get(5, TimeUnit.SECONDS)).isEqualTo("done");
        }
    }

    private Thread thread(Runnable work) {
        if (full) {
            throw new OutOfMemoryError("unable to create native thread, of the test");
        }
        return new Thread(work);
    }
}
