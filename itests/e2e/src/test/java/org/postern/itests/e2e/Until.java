// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again until something is there, in a bounded time. */
final class Until {
    private Until() {}

    static <T> T present(String what, Duration limit, Callable<Optional<T>> look) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = look.call();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(what + " did not come within " + limit.toSeconds() + " s");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    static void holds(String what, Duration limit, Callable<Boolean> condition) throws Exception {
        present(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }
}
