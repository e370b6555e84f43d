// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mina.core.RuntimeIoException;

/** A transport of I/O threads that each run one MINA processor; both legs of a session live on one of them. */
public final class MinaTransport implements Transport {

    private final TransportSettings settings;
    private final List<MinaIoThread> threads;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean closed;

    private MinaTransport(TransportSettings settings, List<MinaIoThread> threads) {
        this.settings = settings;
        this.threads = List.copyOf(threads);
    }

    /** Starts the I/O threads. Throws when the system gives no selector, which means that it is out of descriptors. */
    public static MinaTransport open(TransportSettings settings) throws IOException {
        List<MinaIoThread> threads = new ArrayList<>();
        try {
            for (int i = 1; i <= settings.ioThreads(); i++) {
                threads.add(MinaIoThread.start("postern-io-" + i, settings));
            }
        } catch (RuntimeIoException e) {
            threads.forEach(MinaIoThread::stop);
            throw new IOException("no I/O thread can be started: " + e.getMessage(), e);
        }
        return new MinaTransport(settings, threads);
    }

    @Override
    public Listening listen(InetSocketAddress address, int backlog, SocketSetup setup, Acceptor acceptor)
            throws IOException {
        if (closed) {
            throw new IOException("the transport is closed");
        }
        ListeningSocket socket = ListeningSocket.bind(address, backlog, setup, this, acceptor);
        try {
            socket.start(threads.get(0));
        } catch (RejectedExecutionException e) {
            socket.close();
            throw new IOException("the transport is closed", e);
        }
        return socket;
    }

    @Override
    public void dial(IoThread thread, Dial dial, DialHandler handler) {
        if (!(thread instanceof MinaIoThread mine) || !threads.contains(mine)) {
            throw new IllegalArgumentException("not a thread of this transport: " + thread);
        }
        mine.execute(() -> DiallingSocket.start(mine, dial, handler));
    }

    @Override
    public MinaIoThread next() {
        return threads.get(Math.floorMod(turn.getAndIncrement(), threads.size()));
    }

    @Override
    public void close() {
        if (threads.stream().anyMatch(IoThread::isCurrent)) {
            throw new IllegalStateException("a transport cannot be closed from its own I/O thread");
        }
        closed = true;
        long end = System.nanoTime() + settings.stopTimeout().toNanos();
        threads.forEach(MinaIoThread::stop);
        for (MinaIoThread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
    }
}
