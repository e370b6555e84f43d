// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes what happens to a leg, and whether it happens on the leg's thread. */
class Recorder implements LegHandler {

    static final long SECONDS = 60;

    private static final String INPUT_ENDED = "inputEnded";
    private static final String DRAINED = "drained";

    final Leg leg;
    private final BlockingQueue<ByteBuffer> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final AtomicInteger closings = new AtomicInteger();
    private final AtomicInteger strays = new AtomicInteger();

    Recorder(Leg leg) {
        this.leg = leg;
        onItsThread();
    }

    private void onItsThread() {
        if (!leg.thread().isCurrent() || closings.get() > 0) {
            strays.incrementAndGet();
        }
    }

    @Override
    public void received(ByteBuffer octets) {
        onItsThread();
        received.add(octets);
    }

    @Override
    public void inputEnded() {
        onItsThread();
        events.add(INPUT_ENDED);
    }

    @Override
    public void drained() {
        onItsThread();
        events.add(DRAINED);
    }

    @Override
    public void closed(Closed how) {
        onItsThread();
        closings.incrementAndGet();
        closed.complete(how);
    }

    /** Takes octets until there are this many. */
    String text(int length) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            ByteBuffer next = received.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("octets after '%s'", text).isNotNull();
            text.append(US_ASCII.decode(next));
        }
        return text.toString();
    }

    /** Takes octets, whatever comes first, or null when nothing comes within the time. */
    ByteBuffer poll(long millis) throws InterruptedException {
        return received.poll(millis, TimeUnit.MILLISECONDS);
    }

    void awaitInputEnded() throws InterruptedException {
        assertThat(events.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(INPUT_ENDED);
    }

    void awaitDrained() throws InterruptedException {
        assertThat(events.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(DRAINED);
    }

    /** Waits for the end, and checks that all was told on the right thread and the end only once and last. */
    Closed awaitClosed() throws Exception {
        Closed how = closed.get(SECONDS, TimeUnit.SECONDS);
        on(leg.thread(), () -> null);
        assertThat(closings).hasValue(1);
        assertThat(strays).as("calls on a wrong thread or after the end").hasValue(0);
        return how;
    }

    boolean isClosed() {
        return closed.isDone();
    }

    void write(String text) throws Exception {
        run(() -> leg.write(octets(text)));
    }

    void run(Runnable task) throws Exception {
        on(leg.thread(), () -> {
            task.run();
            return true;
        });
    }

    static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    /** Calls on an I/O thread and waits for the result. */
    static <T> T on(IoThread thread, Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return result.get(SECONDS, TimeUnit.SECONDS);
    }
}
