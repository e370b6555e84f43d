// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A transport with a listener on loopback, and plain sockets to talk to it. */
final class Loopback implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(Recorder.SECONDS);

    final Transport transport;
    final Listening listening;
    private final BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();

    Loopback(TransportSettings settings) throws IOException {
        this(settings, Recorder::new);
    }

    Loopback(TransportSettings settings, Function<Leg, Recorder> handler) throws IOException {
        transport = MinaTransport.open(settings);
        listening = transport.listen(anyPort(), 100, SocketSetup.NONE, leg -> {
            Recorder recorder = handler.apply(leg);
            accepted.add(recorder);
            return recorder;
        });
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    InetSocketAddress address() {
        return listening.address();
    }

    /** A client. */
    Socket connect() throws IOException {
        return connect(address());
    }

    static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.connect(address, (int) LIMIT.toMillis());
        return socket;
    }

    /** The leg of the client that was accepted next. */
    Recorder accepted() throws InterruptedException {
        Recorder next = accepted.poll(Recorder.SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an accepted leg").isNotNull();
        return next;
    }

    /** Dials from an I/O thread and waits for the outcome. */
    CompletableFuture<Recorder> dial(IoThread thread, Dial dial) {
        CompletableFuture<Recorder> outcome = new CompletableFuture<>();
        transport.dial(thread, dial, new DialHandler() {
            @Override
            public LegHandler connected(Leg leg) {
                Recorder recorder = new Recorder(leg);
                outcome.complete(recorder);
                return recorder;
            }

            @Override
            public void failed(IOException cause) {
                outcome.completeExceptionally(cause);
            }
        });
        return outcome;
    }

    @Override
    public void close() {
        transport.close();
    }
}
