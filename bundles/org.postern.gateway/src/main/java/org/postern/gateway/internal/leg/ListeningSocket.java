// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket on the selector of one I/O thread; what it accepts goes to all of them in turn. */
final class ListeningSocket implements Listening, LegProcessor.Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);

    /** Connections a turn: the legs of this thread must not wait for a burst. */
    private static final int ACCEPTED_A_TURN = 64;

    /** Out of descriptors, the socket stays ready for ever: polling it on would cost a whole processor. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

    private static final long ERROR_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long CLOSE_SECONDS = 5;

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final MinaTransport transport;
    private final SocketSetup setup;
    private final Acceptor acceptor;
    private final Runnable resume = this::resume;
    private volatile MinaIoThread thread;
    private SelectionKey key;
    private long lastError = System.nanoTime() - ERROR_INTERVAL_NANOS;

    private ListeningSocket(ServerSocketChannel channel, MinaTransport transport, SocketSetup setup, Acceptor acceptor)
            throws IOException {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.transport = transport;
        this.setup = setup;
        this.acceptor = acceptor;
    }

    static ListeningSocket bind(
            InetSocketAddress address, int backlog, SocketSetup setup, MinaTransport transport, Acceptor acceptor)
            throws IOException {
        ServerSocketChannel channel = open(address);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            setup.prepare(channel);
            channel.bind(address, backlog);
            return new ListeningSocket(channel, transport, setup, acceptor);
        } catch (SocketException e) {
            channel.close();
            BindException clear = new BindException("cannot listen on " + address + ": " + e.getMessage());
            clear.initCause(e);
            throw clear;
        } catch (IOException | RuntimeException | LinkageError e) {
            channel.close();
            throw e;
        }
    }

    private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new BindException("cannot listen on " + address + ": unknown host");
        }
        try {
            return ServerSocketChannel.open(family(address));
        } catch (UnsupportedOperationException e) {
            BindException clear = new BindException("cannot listen on " + address + ": this host has no IPv6");
            clear.initCause(e);
            throw clear;
        }
    }

    static StandardProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    void start(MinaIoThread home) {
        thread = home;
        home.execute(() -> {
            if (home.isStopping()) {
                abort();
            } else if (channel.isOpen()) {
                register();
            }
        });
    }

    private void register() {
        try {
            key = thread.processor().register(channel, SelectionKey.OP_ACCEPT, this);
            thread.schedule(PAUSE_AFTER_FAILURE, resume); // loads now what could not be loaded without descriptors
        } catch (IOException e) {
            LOG.error("{} cannot be polled", this, e);
            abort();
        }
    }

    @Override
    public void ready() {
        for (int i = 0; i < ACCEPTED_A_TURN && channel.isOpen(); i++) {
            SocketChannel accepted;
            try {
                accepted = channel.accept();
            } catch (IOException e) {
                pause(e);
                return;
            }
            if (accepted == null) {
                return;
            }
            handOver(accepted);
        }
    }

    private void handOver(SocketChannel accepted) {
        MinaIoThread home = transport.next();
        try {
            home.execute(() -> NewSocket.adopt(accepted, home, setup, new Accepted(acceptor)));
        } catch (RejectedExecutionException e) {
            NewSocket.discard(accepted);
        }
    }

    private void pause(IOException cause) {
        key.interestOps(0);
        thread.schedule(PAUSE_AFTER_FAILURE, resume);
        long now = System.nanoTime();
        if (now - lastError >= ERROR_INTERVAL_NANOS) {
            lastError = now;
            LOG.error("{} cannot accept and tries again; is the limit of open files too low?", this, cause);
        }
    }

    private void resume() {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        MinaIoThread home = thread;
        if (home == null || home.isCurrent()) {
            abort();
            return;
        }
        CountDownLatch released = new CountDownLatch(1);
        try {
            home.execute(() -> release(released));
            if (!released.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("{} could not be closed in time: {} is blocked", this, home);
            }
        } catch (RejectedExecutionException e) {
            abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(CountDownLatch released) {
        try {
            abort();
            thread.processor().releaseClosed();
        } catch (IOException e) {
            LOG.warn("{} was closed, but its port may not be free yet", this, e);
        } finally {
            released.countDown();
        }
    }

    @Override
    public void abort() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("{} was not closed well", this, e);
        }
    }

    @Override
    public String toString() {
        return "listening socket " + address;
    }

    /** An accepted connection stands already: there is nothing to tell when it does not become a leg. */
    private record Accepted(Acceptor acceptor) implements DialHandler {
        @Override
        public LegHandler connected(Leg leg) {
            return acceptor.accepted(leg);
        }

        @Override
        public void failed(IOException cause) {
            LOG.debug("An accepted connection was gone before it became a leg", cause);
        }
    }
}
