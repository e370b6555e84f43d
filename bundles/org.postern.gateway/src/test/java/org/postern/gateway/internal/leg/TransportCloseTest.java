// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TransportCloseTest {

    @Test
    void abortsLegsClosesListenersAndEndsItsThreads() throws Exception {
        Loopback loopback = new Loopback(TransportSettings.defaults().withIoThreads(2));
        try (Socket one = loopback.connect();
                Socket two = loopback.connect()) {
            Recorder first = loopback.accepted();
            Recorder second = loopback.accepted();
            second.run(() -> second.leg.write(ByteBuffer.allocate(64 * 1024 * 1024)));
            AtomicReference<Thread> itsThread = new AtomicReference<>();
            first.run(() -> itsThread.set(Thread.currentThread()));

            long before = System.nanoTime();
            loopback.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
            assertThat(first.isClosed()).isTrue();
            assertThat(second.isClosed()).isTrue();
            assertThat(itsThread.get().isAlive()).isFalse();
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            assertThatThrownBy(loopback::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void endsWithoutEverHavingDoneAnything() throws Exception {
        Transport transport = MinaTransport.open(TransportSettings.defaults());
        long before = System.nanoTime();

        transport.close();
        transport.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void failsDialsUnderWay() throws Exception {
        Loopback loopback = new Loopback(TransportSettings.defaults());
        try (SilentPort silent = new SilentPort()) {
            IoThread thread = loopback.transport.next();
            CompletableFuture<Recorder> outcome = loopback.dial(thread, Dial.to(silent.address(), Duration.ofHours(1)));
            Recorder.on(thread, () -> null);
            assertThat(outcome).isNotDone();

            loopback.close();

            assertThat(outcome).isCompletedExceptionally();
            assertThatThrownBy(outcome::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void acceptsNothingNewAfterwards() throws Exception {
        Loopback loopback = new Loopback(TransportSettings.defaults());
        loopback.close();

        assertThatThrownBy(() -> loopback.transport.listen(Loopback.anyPort(), 1, SocketSetup.NONE, leg -> Nobody.HERE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void doesNotWaitForEverForAHandlerThatBlocks() throws Exception {
        TransportSettings settings = new TransportSettings(1, 1, 2, Duration.ofSeconds(1), Duration.ofMillis(200));
        CountDownLatch release = new CountDownLatch(1);
        Transport transport = MinaTransport.open(settings);
        transport.listen(Loopback.anyPort(), 1, SocketSetup.NONE, leg -> Nobody.HERE);
        transport.next().execute(() -> {
            try {
                release.await(Recorder.SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long before = System.nanoTime();

        transport.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        release.countDown();
    }

    @Test
    void isNotClosedFromItsOwnThread() throws Exception {
        Transport transport = MinaTransport.open(TransportSettings.defaults());

        assertThatThrownBy(() -> Recorder.on(transport.next(), () -> {
                    transport.close();
                    return null;
                }))
                .hasCauseInstanceOf(IllegalStateException.class);
        transport.close();
    }
}
