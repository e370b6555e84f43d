// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;
import org.postern.api.spool.Octets;

/** A request as a test makes it. */
record Request(Octets content, Deadline deadline, Cancellation cancellation) implements ScanRequest {
    Request(byte[] content, Deadline deadline, Cancellation cancellation) {
        this(Octets.of(content), deadline, cancellation);
    }

    @Override
    public String sha256() {
        return "0".repeat(64);
    }

    @Override
    public void onCancel(Runnable action) {
        cancellation.onCancel(action);
    }
}
