// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.gateway.internal.leg.Acceptor;
import org.postern.gateway.internal.leg.Dial;
import org.postern.gateway.internal.leg.DialHandler;
import org.postern.gateway.internal.leg.IoThread;
import org.postern.gateway.internal.leg.Listening;
import org.postern.gateway.internal.leg.SocketSetup;
import org.postern.gateway.internal.leg.Transport;

/** Its one I/O thread has what was scheduled to do, just when a socket is being closed and waits for that thread. */
final class OneThreadTransport implements Transport, IoThread {
    static final int TAKEN = 4;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Queue<Runnable> scheduled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitedFor = new AtomicInteger();

    int retriesThatClosingWaitedFor() {
        return waitedFor.get();
    }

    @Override
    public Listening listen(InetSocketAddress address, int backlog, SocketSetup setup, Acceptor acceptor)
            throws IOException {
        if (address.getPort() == TAKEN) {
            throw new BindException("taken");
        }
        return new Listening() {
            @Override
            public InetSocketAddress address() {
                return address;
            }

            @Override
            public void close() {
                Runnable due = scheduled.poll();
                Future<?> done = thread.submit(due == null ? () -> {} : due);
                assertThatCode(() -> done.get(2, TimeUnit.SECONDS)).doesNotThrowAnyException();
                waitedFor.addAndGet(due == null ? 0 : 1);
            }
        };
    }

    @Override
    public void dial(IoThread on, Dial dial, DialHandler handler) {
        // nobody is there
    }

    @Override
    public IoThread next() {
        return this;
    }

    @Override
    public boolean isCurrent() {
        return false;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        scheduled.add(task);
        return () -> scheduled.remove(task);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
