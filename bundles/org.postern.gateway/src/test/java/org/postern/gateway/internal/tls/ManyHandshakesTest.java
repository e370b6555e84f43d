// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.internal.leg.Closed;
import org.postern.gateway.internal.leg.Dial;
import org.postern.gateway.internal.leg.TransportSettings;

/** Hundreds of clients that begin at the same moment. */
class ManyHandshakesTest {
    private static final int CLIENTS = Integer.getInteger("postern.handshakes", 500);
    private static final int BLOCKING_CLIENTS = 60;
    private static final Duration LIMIT = Duration.ofSeconds(TlsPeer.SECONDS);

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final SSLContext showing = TestKeys.showing();
    private final SSLContext trusting = TestKeys.trusting();
    private TlsPeer.House house;

    @BeforeEach
    void open() throws Exception {
        house = new TlsPeer.House(TransportSettings.defaults().withIoThreads(2), peer -> {
            peer.whenReceived = () -> peer.tls.write(peer.take());
            var engine = showing.createSSLEngine();
            engine.setUseClientMode(false);
            peer.begin(engine, workers, LIMIT);
        });
    }

    @AfterEach
    void close() throws Exception {
        house.close();
        workers.shutdownNow();
        clients.shutdownNow();
    }

    /** On both ends a leg of ours, which needs no threads. */
    @Test
    void standsByAllThatBeginAtOnce() throws Exception {
        BlockingQueue<TlsPeer> dialled = new LinkedBlockingQueue<>();
        for (int i = 0; i < CLIENTS; i++) {
            Dial dial = Dial.to(house.address(), LIMIT);
            house.transport.dial(house.transport.next(), dial, TlsPeer.dialled(dialled));
        }
        List<TlsPeer> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            all.add(dialled.poll(TlsPeer.SECONDS, TimeUnit.SECONDS));
        }
        for (TlsPeer client : all) {
            client.run(() -> client.begin(TestKeys.clientEngine(trusting), workers, LIMIT));
        }

        for (TlsPeer client : all) {
            assertThat(client.event()).isEqualTo("secured TLSv1.3");
            client.write("ping");
        }
        for (TlsPeer client : all) {
            assertThat(client.text(4)).isEqualTo("ping");
            client.run(client.tls::close);
        }
        for (TlsPeer client : all) {
            assertThat(client.awaitClosed()).isEqualTo(new Closed.Flushed());
        }
        for (int i = 0; i < CLIENTS; i++) {
            TlsPeer server = house.accepted();
            assertThat(server.event()).isEqualTo("secured TLSv1.3");
        }
    }

    /** Java's own sockets, a thread each. */
    @Test
    void standsByBlockingClientsToo() throws Exception {
        CountDownLatch connected = new CountDownLatch(BLOCKING_CLIENTS);
        List<CompletableFuture<String>> running = new ArrayList<>();
        for (int i = 0; i < BLOCKING_CLIENTS; i++) {
            running.add(CompletableFuture.supplyAsync(() -> ping(connected), clients));
        }

        for (CompletableFuture<String> one : running) {
            assertThat(one.get(TlsPeer.SECONDS, TimeUnit.SECONDS)).isEqualTo("ping");
        }
    }

    private String ping(CountDownLatch connected) {
        try (Socket plain = house.connectInTheClear()) {
            connected.countDown();
            connected.await();
            SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(plain, "localhost", 465, true);
            socket.getOutputStream().write("ping".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(4), US_ASCII);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
