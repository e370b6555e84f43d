// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.api.tls.TlsEngines;
import org.postern.swap.Lease;

/** A lease for one handshake: it lasts as long as one of the engine's tasks runs, since those call into the bundle. */
final class EngineLease implements AutoCloseable {
    private final Lease<TlsEngines> lease;
    private final AtomicInteger uses = new AtomicInteger(1);

    EngineLease(Lease<TlsEngines> lease) {
        this.lease = lease;
    }

    TlsEngines engines() {
        return lease.service();
    }

    /** @return what runs tasks on the workers, and keeps the lease until they have ended */
    Executor during(Executor workers) {
        return task -> {
            uses.incrementAndGet();
            try {
                workers.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        close();
                    }
                });
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                close();
                throw noThread;
            }
        };
    }

    /** Once; each task closes for itself. */
    @Override
    public void close() {
        if (uses.decrementAndGet() == 0) {
            lease.close();
        }
    }
}
