// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A socket that stays ready while nobody wants it would take a whole processor. */
class IdleCostTest {

    private static final long WAIT_MILLIS = 500;
    private static final long TOLERATED_MILLIS = 25;

    private Loopback loopback;
    private Socket client;
    private Recorder server;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(TransportSettings.defaults().withIoThreads(1));
        client = loopback.connect();
        server = loopback.accepted();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        loopback.close();
    }

    private void assertThatWaitingCostsNothing() throws Exception {
        long thread =
                Recorder.on(server.leg.thread(), () -> Thread.currentThread().getId());
        long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);

        assertThat(server.poll(WAIT_MILLIS)).isNull();

        long used = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread) - before;
        assertThat(TimeUnit.NANOSECONDS.toMillis(used)).as("ms of CPU").isLessThan(TOLERATED_MILLIS);
    }

    @Test
    void waitsForAnIdleClient() throws Exception {
        assertThatWaitingCostsNothing();
    }

    @Test
    void waitsWhenAClientHasEndedItsHalf() throws Exception {
        client.shutdownOutput();
        server.awaitInputEnded();

        assertThatWaitingCostsNothing();
    }

    @Test
    void waitsWhenItsOwnHalfHasEnded() throws Exception {
        server.run(server.leg::shutdownOutput);

        assertThatWaitingCostsNothing();
    }

    @Test
    void waitsWhileReadsArePausedAndTheClientHasSentAndClosed() throws Exception {
        server.run(server.leg::pauseRead);
        client.getOutputStream().write("unread".getBytes(US_ASCII));
        client.close();

        assertThatWaitingCostsNothing();
    }

    @Test
    void waitsForAClientThatDoesNotRead() throws Exception {
        server.run(() -> server.leg.write(ByteBuffer.allocate(64 * 1024 * 1024)));

        assertThatWaitingCostsNothing();
    }
}
