// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.time.Duration;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;

/** How long a run may take, and whether anybody still waits for it. One thread works; any thread may cancel. */
final class Limit {
    private final Deadline deadline;
    private volatile boolean cancelled;

    private Limit(Deadline deadline) {
        this.deadline = deadline;
    }

    /** For a scan, which may take no longer than that either. */
    static Limit of(ScanRequest request, Duration timeout) {
        Limit limit = new Limit(request.deadline().orAfter(timeout));
        request.onCancel(() -> limit.cancelled = true);
        return limit;
    }

    /** For what nobody cancels. */
    static Limit of(Duration timeout) {
        return new Limit(Deadline.after(timeout));
    }

    /** Does not block. */
    void check() throws GivenUpException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (cancelled) {
            throw new GivenUpException("cancelled");
        }
        if (deadline.hasPassed()) {
            throw new GivenUpException("no answer in time");
        }
    }

    /** Does not block. */
    boolean isOver() {
        return cancelled || deadline.hasPassed() || Thread.currentThread().isInterrupted();
    }
}
