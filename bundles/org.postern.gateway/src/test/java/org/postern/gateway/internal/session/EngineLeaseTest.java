// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.api.tls.TlsEngines;
import org.postern.gateway.internal.tls.TestKeys;
import org.postern.swap.Swap;

class EngineLeaseTest {
    private final Swap<TlsEngines> engines = new Swap<>();
    private EngineLease lease;

    @BeforeEach
    void take() {
        engines.drain(Duration.ZERO);
        engines.bind("key", new TestEngines(TestKeys.trusting()), Map.of());
        lease = new EngineLease(engines.lease().orElseThrow());
    }

    @Test
    void endsWithTheHandshake() {
        lease.during(Runnable::run).execute(() -> {});
        lease.close();

        assertThat(engines.unbind("key")).isZero();
    }

    @Test
    void lastsWhileATaskWaitsOrRuns() {
        List<Runnable> tasks = new ArrayList<>();
        lease.during(tasks::add).execute(() -> {});
        lease.close();

        assertThat(engines.unbind("key")).isEqualTo(1);
    }

    @Test
    void endsAfterTheLastTaskWhenTheHandshakeWasOverBefore() {
        List<Runnable> tasks = new ArrayList<>();
        lease.during(tasks::add).execute(() -> {});
        lease.close();
        tasks.forEach(Runnable::run);

        assertThat(engines.unbind("key")).isZero();
    }

    @Test
    void doesNotLastForATaskThatNobodyRuns() {
        assertThatThrownBy(() -> lease.during(task -> {
                            throw new RejectedExecutionException("closed");
                        })
                        .execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
        lease.close();

        assertThat(engines.unbind("key")).isZero();
    }

    @Test
    void doesNotLastForATaskForWhichThereIsNoThread() {
        assertThatThrownBy(() -> lease.during(task -> {
                            throw new OutOfMemoryError("unable to create native thread");
                        })
                        .execute(() -> {}))
                .isInstanceOf(OutOfMemoryError.class);
        lease.close();

        assertThat(engines.unbind("key")).isZero();
    }
}
