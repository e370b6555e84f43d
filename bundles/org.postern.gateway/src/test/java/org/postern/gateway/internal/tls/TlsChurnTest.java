// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.internal.leg.TransportSettings;

/** Clients and users that end connections in every way, in the handshake too, the same ones in each run. */
class TlsChurnTest {
    private static final int SESSIONS = Integer.getInteger("postern.churn", 120);
    private static final int CLIENTS = 4;

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final SSLContext showing = TestKeys.showing();
    private final SSLContext trusting = TestKeys.trusting();
    private TlsPeer.House house;

    @BeforeEach
    void open() throws Exception {
        house = new TlsPeer.House(TransportSettings.defaults().withIoThreads(2).withWaterMarks(1000, 10_000), peer -> {
            peer.whenReceived = () -> answer(peer);
            peer.closesAtTheEnd = true;
            var engine = showing.createSSLEngine();
            engine.setUseClientMode(false);
            peer.begin(engine, workers, Duration.ofSeconds(20));
        });
    }

    @AfterEach
    void close() throws Exception {
        house.close();
        workers.shutdownNow();
        clients.shutdownNow();
    }

    /** Echoes, and ends in one of the ways there are. */
    private static void answer(TlsPeer peer) {
        peer.tls.write(peer.take());
        switch (Math.floorMod(peer.leg.remoteAddress().getPort() * 31, 6)) {
            case 0 -> peer.tls.close();
            case 1 -> peer.tls.abort();
            case 2 -> peer.leg.thread().execute(peer.tls::close);
            case 3 -> {
                peer.tls.close();
                peer.tls.abort();
            }
            case 4 -> {
                peer.tls.pauseRead();
                peer.leg.thread().execute(peer.tls::resumeRead);
            }
            default -> peer.tls.resumeRead();
        }
    }

    @Test
    void closesEveryLegExactlyOnce() throws Exception {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(i);
            running.add(CompletableFuture.runAsync(() -> churn(random), clients));
        }

        for (int i = 0; i < SESSIONS / CLIENTS * CLIENTS; i++) {
            assertEndsOnce(house.accepted());
        }
        for (CompletableFuture<Void> one : running) {
            one.get(120, TimeUnit.SECONDS);
        }
    }

    private static void assertEndsOnce(TlsPeer server) throws Exception {
        server.awaitClosed();
        server.run(() -> {}); // whatever comes after the end has come
        assertThat(server.closings).hasValue(1);
        assertThat(server.outcomes.get()).isLessThanOrEqualTo(1);
    }

    private void churn(Random random) {
        for (int i = 0; i < SESSIONS / CLIENTS; i++) {
            try (Socket plain = house.connectInTheClear()) {
                if (random.nextInt(4) == 0) {
                    breakOff(plain, random);
                } else {
                    session(plain, random);
                }
            } catch (IOException e) {
                assertThat(e).isNotNull(); // as the other end meant it
            }
        }
    }

    /** In the first message of the handshake, or at once. */
    private void breakOff(Socket plain, Random random) throws IOException {
        TlsRecords hello = new TlsRecords(TestKeys.clientEngine(trusting), octets -> {
            try {
                plain.getOutputStream().write(octets.array(), 0, random.nextInt(octets.remaining() + 1));
            } catch (IOException reset) {
                throw new IllegalStateException(reset);
            }
        });
        hello.begin();
        hello.next();
        if (random.nextBoolean()) {
            plain.setSoLinger(true, 0);
        }
    }

    private void session(Socket plain, Random random) throws IOException {
        SSLSocket client = (SSLSocket) trusting.getSocketFactory().createSocket(plain, "localhost", 465, true);
        byte[] octets = new byte[1 + random.nextInt(40_000)];
        client.getOutputStream().write(octets);
        switch (random.nextInt(5)) {
            case 0 -> plain.setSoLinger(true, 0); // reset
            case 1 -> plain.shutdownOutput(); // cut off
            case 2 -> client.getInputStream().read(octets);
            case 3 -> client.shutdownOutput();
            default -> client.close();
        }
    }
}
