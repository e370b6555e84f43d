// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.time.Duration;
import java.util.Optional;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.swap.Lease;

/** Puts questions of the gateway's own to engines, whether they are in service or not. Thread-safe. */
final class Interview {
    private final EngineRoom room;
    private final ScanThreads threads;
    private final Duration mostWait;

    Interview(EngineRoom room, ScanThreads threads) {
        this(room, threads, Duration.ofDays(1));
    }

    /** @param mostWait how long to wait for a place, where patience does not end before */
    Interview(EngineRoom room, ScanThreads threads, Duration mostWait) {
        this.room = room;
        this.threads = threads;
        this.mostWait = mostWait;
    }

    /** Has a sample scanned, at one of the engine's places. */
    Ending<ScanResult> scan(Engine engine, Sample sample, Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.after(patience);
        if (!engine.enter(patience.compareTo(mostWait) < 0 ? patience : mostWait)) {
            return Ending.not(Ending.How.BUSY, "all its places are taken");
        }
        VendorCall.Content content = new VendorCall.Content(sample.octets(), sample.sha256(), deadline);
        return call(engine, Scanner::scan, content, engine::leave);
    }

    /** Asks what needs no place. */
    <T> Ending<T> ask(Engine engine, VendorCall.Work<T> work, Duration patience) throws InterruptedException {
        Sample nothing = Sample.NOTHING;
        VendorCall.Content content =
                new VendorCall.Content(nothing.octets(), nothing.sha256(), Deadline.after(patience));
        return call(engine, work, content, () -> {});
    }

    private <T> Ending<T> call(Engine engine, VendorCall.Work<T> work, VendorCall.Content content, Runnable afterwards)
            throws InterruptedException {
        Optional<Lease<Engine>> lease = room.leaseUntested(engine);
        if (lease.isEmpty()) {
            afterwards.run();
            return Ending.not(Ending.How.DRAINED, "it left");
        }
        return new VendorCall<>(lease.get(), work, content, afterwards).await(threads);
    }
}
