// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.io.IOException;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;

/** Ends a scan that nobody waits for. */
final class Patience {
    private final Deadline deadline;
    private volatile boolean cancelled;

    private Patience(Deadline deadline) {
        this.deadline = deadline;
    }

    static Patience with(ScanRequest request) {
        Patience patience = new Patience(request.deadline());
        request.onCancel(() -> patience.cancelled = true);
        return patience;
    }

    /** @throws Exhausted if the deadline passed or the scan was cancelled */
    void check() throws Exhausted {
        if (cancelled) {
            throw new Exhausted("cancelled");
        }
        if (deadline.hasPassed()) {
            throw new Exhausted("the deadline passed");
        }
    }

    /** Nobody waits any more. */
    static final class Exhausted extends IOException {
        private static final long serialVersionUID = 1L;

        Exhausted(String message) {
            super(message);
        }
    }
}
