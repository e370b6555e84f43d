// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.postern.gateway.internal.leg.Closed;
import org.postern.gateway.internal.leg.DialHandler;
import org.postern.gateway.internal.leg.Leg;
import org.postern.gateway.internal.leg.LegHandler;
import org.postern.gateway.internal.leg.Listening;
import org.postern.gateway.internal.leg.MinaTransport;
import org.postern.gateway.internal.leg.SocketSetup;
import org.postern.gateway.internal.leg.Transport;
import org.postern.gateway.internal.leg.TransportSettings;

/** A leg of a transport on loopback that begins TLS at once or when it is told to, and notes what happens. */
final class TlsPeer implements LegHandler, HandshakeHandler {
    static final int SECONDS = 60;

    /** A listening transport. */
    static final class House implements AutoCloseable {
        final Transport transport;
        final Listening listening;
        private final BlockingQueue<TlsPeer> accepted = new LinkedBlockingQueue<>();

        House(TransportSettings settings, Consumer<TlsPeer> begin) throws IOException {
            transport = MinaTransport.open(settings);
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            listening = transport.listen(any, 1000, SocketSetup.NONE, leg -> {
                TlsPeer peer = new TlsPeer(leg);
                begin.accept(peer);
                accepted.add(peer);
                return peer;
            });
        }

        InetSocketAddress address() {
            return listening.address();
        }

        TlsPeer accepted() throws InterruptedException {
            TlsPeer next = accepted.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("an accepted leg").isNotNull();
            return next;
        }

        Socket connectInTheClear() throws IOException {
            Socket socket = new Socket();
            socket.setSoTimeout(SECONDS * 1000);
            socket.setTcpNoDelay(true);
            socket.connect(address());
            return socket;
        }

        @Override
        public void close() throws Exception {
            transport.close();
        }
    }

    /** What the user of the secured leg is told. */
    private final class User implements LegHandler {
        @Override
        public void received(ByteBuffer octets) {
            assertThat(tls.thread().isCurrent()).isTrue();
            received.add(octets);
            whenReceived.run();
        }

        @Override
        public void inputEnded() {
            events.add("inputEnded");
            if (closesAtTheEnd) {
                tls.close();
            }
        }

        @Override
        public void drained() {
            events.add("drained");
        }

        @Override
        public void closed(Closed how) {
            closings.incrementAndGet();
            closed.complete(how);
        }
    }

    final Leg leg;
    volatile SecuredLeg tls;
    volatile Runnable whenReceived = () -> {};
    volatile boolean closesAtTheEnd;
    final AtomicInteger closings = new AtomicInteger();
    final AtomicInteger outcomes = new AtomicInteger();
    private final BlockingQueue<ByteBuffer> received = new LinkedBlockingQueue<>();
    final BlockingQueue<String> clear = new LinkedBlockingQueue<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();

    private TlsPeer(Leg leg) {
        this.leg = leg;
    }

    static Consumer<TlsPeer> atOnce(Supplier<SSLEngine> engine, Executor workers) {
        return peer -> peer.begin(engine.get(), workers, Duration.ofSeconds(SECONDS));
    }

    /** Notes connections that are dialled. */
    static DialHandler dialled(BlockingQueue<TlsPeer> connected) {
        return new DialHandler() {
            @Override
            public LegHandler connected(Leg leg) {
                TlsPeer peer = new TlsPeer(leg);
                connected.add(peer);
                return peer;
            }

            @Override
            public void failed(IOException cause) {
                throw new IllegalStateException(cause);
            }
        };
    }

    void begin(SSLEngine engine, Executor workers, Duration limit) {
        tls = SecuredLeg.begin(leg, new SecuredLeg.Terms(engine, workers, limit), new User(), this);
    }

    @Override
    public void secured(SSLSession session) {
        assertThat(received).isEmpty();
        events.add("secured " + session.getProtocol());
        outcomes.incrementAndGet();
    }

    @Override
    public void failed(IOException cause) {
        events.add("failed " + cause.getMessage());
        outcomes.incrementAndGet();
    }

    @Override
    public void received(ByteBuffer octets) {
        if (tls == null) {
            clear.add(US_ASCII.decode(octets).toString());
            whenReceived.run();
        } else {
            tls.received(octets);
        }
    }

    @Override
    public void inputEnded() {
        if (tls == null) {
            events.add("inputEnded");
        } else {
            tls.inputEnded();
        }
    }

    @Override
    public void drained() {
        if (tls != null) {
            tls.drained();
        }
    }

    @Override
    public void closed(Closed how) {
        if (tls == null) {
            closed.complete(how);
        } else {
            tls.closed(how);
        }
    }

    String event() throws InterruptedException {
        String next = events.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an event").isNotNull();
        return next;
    }

    /** What was received last. */
    ByteBuffer take() {
        return received.remove();
    }

    /** Takes octets until there are this many. */
    String text(int length) throws InterruptedException {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            ByteBuffer next = received.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("octets after %s", text.length()).isNotNull();
            text.append(US_ASCII.decode(next));
        }
        return text.toString();
    }

    boolean hasReceived() {
        return !received.isEmpty();
    }

    Closed awaitClosed() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    void write(String text) throws Exception {
        run(() -> tls.write(octets(text)));
    }

    static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    void run(Runnable task) throws Exception {
        ask(() -> {
            task.run();
            return true;
        });
    }

    <T> T ask(Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        leg.thread().execute(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return result.get(SECONDS, TimeUnit.SECONDS);
    }
}
