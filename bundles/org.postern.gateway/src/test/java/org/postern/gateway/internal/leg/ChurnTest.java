// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients and handlers that end connections in every way at once, the same ones in each run. */
class ChurnTest {

    private static final int SESSIONS = Integer.getInteger("postern.churn", 600);
    private static final int CLIENTS = 6;

    /** Echoes, and ends the leg in one of the ways there are after a few octets. */
    private static final class Fickle implements LegHandler {
        private final Leg leg;
        private final AtomicInteger open;
        private final CountDownLatch ended;
        private final int mood;
        private int count;

        Fickle(Leg leg, AtomicInteger open, CountDownLatch ended) {
            this.leg = leg;
            this.open = open;
            this.ended = ended;
            this.mood = Math.floorMod(leg.remoteAddress().getPort() * 31, 6);
            open.incrementAndGet();
        }

        @Override
        public void received(ByteBuffer octets) {
            count += octets.remaining();
            leg.write(octets);
            if (count < 3000) {
                return;
            }
            switch (mood) {
                case 0 -> leg.close();
                case 1 -> leg.abort();
                case 2 -> leg.thread().execute(leg::close);
                case 3 -> {
                    leg.close();
                    leg.abort();
                }
                default -> leg.resumeRead();
            }
        }

        @Override
        public void inputEnded() {
            leg.shutdownOutput();
        }

        @Override
        public void drained() {
            leg.resumeRead();
        }

        @Override
        public void closed(Closed how) {
            open.decrementAndGet();
            ended.countDown();
        }
    }

    @Test
    void closesEveryLegExactlyOnce() throws Exception {
        AtomicInteger open = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(SESSIONS);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (Transport transport =
                MinaTransport.open(TransportSettings.defaults().withIoThreads(2).withWaterMarks(1000, 10_000))) {
            Listening listening =
                    transport.listen(Loopback.anyPort(), 100, SocketSetup.NONE, leg -> new Fickle(leg, open, ended));
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(i);
                running.add(CompletableFuture.runAsync(() -> churn(listening, random), clients));
            }
            for (CompletableFuture<Void> one : running) {
                one.get(120, TimeUnit.SECONDS);
            }

            assertThat(ended.await(Recorder.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(open).hasValue(0);
        } finally {
            clients.shutdownNow();
        }
    }

    private static void churn(Listening listening, Random random) {
        for (int i = 0; i < SESSIONS / CLIENTS; i++) {
            try (Socket socket = Loopback.connect(listening.address())) {
                session(socket, random);
            } catch (IOException e) {
                assertThat(e).hasMessageMatching(".*(reset|Broken pipe).*"); // as the handler meant it
            }
        }
    }

    private static void session(Socket socket, Random random) throws IOException {
        byte[] octets = new byte[random.nextInt(20_000)];
        socket.getOutputStream().write(octets);
        switch (random.nextInt(4)) {
            case 0 -> socket.setSoLinger(true, 0);
            case 1 -> {
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
            case 2 -> socket.getInputStream().read(octets);
            default -> socket.shutdownOutput();
        }
    }
}
