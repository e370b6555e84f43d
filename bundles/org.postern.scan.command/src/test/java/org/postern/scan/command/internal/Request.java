// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;
import org.postern.api.spool.Octets;

/** A request as a test makes it. */
record Request(Octets content, Deadline deadline, Cancellation cancellation) implements ScanRequest {
    static Request of(String content) {
        return of(Octets.of(content.getBytes(ISO_8859_1)));
    }

    static Request of(Octets content) {
        return new Request(content, Deadline.after(Duration.ofSeconds(20)), new Cancellation());
    }

    Request within(Duration time) {
        return new Request(content, Deadline.after(time), cancellation);
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
