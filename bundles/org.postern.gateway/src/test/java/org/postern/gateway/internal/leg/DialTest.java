// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.gateway.internal.leg.Loopback.LIMIT;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DialTest {

    private Loopback loopback;
    private ServerSocket server;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(TransportSettings.defaults().withIoThreads(3));
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout((int) LIMIT.toMillis());
    }

    @AfterEach
    void close() throws Exception {
        loopback.close();
        server.close();
    }

    private InetSocketAddress serverAddress() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static Recorder get(CompletableFuture<Recorder> dialled) throws Exception {
        return dialled.get(Recorder.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void putsTheDialledLegOnTheThreadOfTheAcceptedOne() throws Exception {
        for (int i = 0; i < 6; i++) {
            try (Socket client = loopback.connect()) {
                Recorder accepted = loopback.accepted();
                assertThat(client.isConnected()).isTrue();

                Recorder dialled = get(loopback.dial(accepted.leg.thread(), Dial.to(serverAddress(), LIMIT)));

                assertThat(dialled.leg.thread()).isSameAs(accepted.leg.thread());
                try (Socket peer = server.accept()) {
                    dialled.write("hello");
                    assertThat(peer.getInputStream().readNBytes(5))
                            .asString(US_ASCII)
                            .isEqualTo("hello");
                }
                dialled.awaitInputEnded();
            }
        }
    }

    @Test
    void worksBeforeAThreadHasServedAnyLeg() throws Exception {
        try (Transport fresh = MinaTransport.open(TransportSettings.defaults().withIoThreads(1))) {
            CompletableFuture<String> outcome = new CompletableFuture<>();
            fresh.dial(fresh.next(), Dial.to(serverAddress(), LIMIT), new DialHandler() {
                @Override
                public LegHandler connected(Leg leg) {
                    outcome.complete(Thread.currentThread().getName());
                    return Nobody.HERE;
                }

                @Override
                public void failed(IOException cause) {
                    outcome.completeExceptionally(cause);
                }
            });

            assertThat(outcome.get(Recorder.SECONDS, TimeUnit.SECONDS)).isNotEmpty();
            assertThat(Recorder.on(fresh.next(), () -> Thread.currentThread().getName()))
                    .isEqualTo("postern-io-1");
        }
    }

    @Test
    void tellsThatAPortIsClosed() throws Exception {
        assertRefused(Dial.to(DeadPort.next(), LIMIT));
    }

    /** The system may choose the port of the server as that of the connection, and TCP then connects it to itself. */
    @Test
    void takesItselfForNoServer() throws Exception {
        InetSocketAddress address = DeadPort.next();
        SocketSetup setup = channel -> channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);

        assertRefused(Dial.to(address, LIMIT).from(address).with(setup));

        new ServerSocket(address.getPort(), 1, address.getAddress()).close(); // nothing is left in its way
    }

    private void assertRefused(Dial dial) {
        assertThatThrownBy(() -> get(loopback.dial(loopback.transport.next(), dial)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void givesUpWhenNothingAnswersInTime() throws Exception {
        try (SilentPort silent = new SilentPort()) {
            Dial dial = Dial.to(silent.address(), Duration.ofMillis(200));
            long before = System.nanoTime();

            assertThatThrownBy(() -> get(loopback.dial(loopback.transport.next(), dial)))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SocketTimeoutException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(dial.timeout(), dial.timeout().plusSeconds(2));
        }
    }

    @Test
    void connectsFromTheAddressAskedFor() throws Exception {
        InetAddress source = InetAddress.getByName("127.0.0.77");

        Recorder dialled = get(loopback.dial(
                loopback.transport.next(), Dial.to(serverAddress(), LIMIT).from(new InetSocketAddress(source, 0))));

        try (Socket peer = server.accept()) {
            assertThat(peer.getInetAddress()).isEqualTo(source);
            assertThat(dialled.leg.localAddress().getAddress()).isEqualTo(source);
        }
    }

    @Test
    void failsWhenTheSourceIsNotOfThisHost() {
        Dial dial = Dial.to(serverAddress(), LIMIT).from(new InetSocketAddress("192.0.2.1", 0));

        assertThatThrownBy(() -> get(loopback.dial(loopback.transport.next(), dial)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void preparesTheSocketBeforeItIsBound() throws Exception {
        CompletableFuture<Object> boundTo = new CompletableFuture<>();
        SocketSetup setup = channel -> {
            boundTo.complete(String.valueOf(channel.getLocalAddress()));
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 8192);
        };

        get(loopback.dial(
                loopback.transport.next(), Dial.to(serverAddress(), LIMIT).with(setup)));

        assertThat(boundTo.get()).isEqualTo("null");
    }

    @Test
    void failsWhenTheSocketCannotBePrepared() {
        Dial dial = Dial.to(serverAddress(), LIMIT).with(channel -> {
            throw new IOException("no such option");
        });

        assertThatThrownBy(() -> get(loopback.dial(loopback.transport.next(), dial)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage("no such option");
    }

    @Test
    void takesThreadsOfItsOwnOnly() throws Exception {
        try (Transport other = MinaTransport.open(TransportSettings.defaults())) {
            assertThatThrownBy(() -> loopback.dial(other.next(), Dial.to(serverAddress(), LIMIT)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
