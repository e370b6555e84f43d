// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IoThreadTest {

    private Loopback loopback;
    private IoThread thread;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(TransportSettings.defaults().withIoThreads(1));
        thread = loopback.transport.next();
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    void runsTasksInOrderOnItself() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        AtomicInteger elsewhere = new AtomicInteger();
        for (int i = 0; i < 5000; i++) {
            int number = i;
            thread.execute(() -> {
                order.add(number);
                elsewhere.addAndGet(thread.isCurrent() ? 0 : 1);
            });
        }
        Recorder.on(thread, () -> null);

        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 5000).boxed().toList());
        assertThat(elsewhere).hasValue(0);
        assertThat(thread.isCurrent()).isFalse();
    }

    @Test
    void neverRunsATaskWithinExecute() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        thread.execute(() -> {
            thread.execute(() -> {
                order.add("inner");
                done.countDown();
            });
            order.add("outer");
        });

        assertThat(done.await(Recorder.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("outer", "inner");
    }

    @Test
    void survivesTasksThatFail() throws Exception {
        thread.execute(() -> {
            throw new IllegalStateException("a bug");
        });
        thread.execute(() -> {
            throw new NoClassDefFoundError("a bundle that is gone");
        });
        thread.execute(() -> Thread.currentThread().interrupt());

        assertThat(Recorder.on(thread, () -> Thread.currentThread().getName())).isEqualTo("postern-io-1");
        try (Socket client = loopback.connect()) {
            assertThat(loopback.accepted().leg.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
        }
    }

    @Test
    void servesSocketsWhileTasksBegetTasks() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Runnable endless = new Runnable() {
            @Override
            public void run() {
                if (runs.incrementAndGet() > 0) {
                    thread.execute(this);
                }
            }
        };
        thread.execute(endless);

        try (Socket client = loopback.connect()) {
            assertThat(loopback.accepted().leg.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
        }
        runs.set(Integer.MIN_VALUE);
    }

    @Test
    void runsTimersInTheOrderOfTheirTimes() throws Exception {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        long before = System.nanoTime();
        thread.execute(() -> {
            thread.schedule(Duration.ofMillis(400), () -> order.add("third"));
            thread.schedule(Duration.ofMillis(200), () -> order.add("first"));
            thread.schedule(Duration.ofMillis(200), () -> order.add("second"));
            thread.schedule(Duration.ZERO, () -> order.add("at once"));
        });

        for (String expected : List.of("at once", "first", "second", "third")) {
            assertThat(order.poll(Recorder.SECONDS, TimeUnit.SECONDS)).isEqualTo(expected);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void runsATimerOnTimeWhenNothingElseHappens() throws Exception {
        CompletableFuture<Long> ran = new CompletableFuture<>();
        long before = System.nanoTime();
        thread.schedule(Duration.ofMillis(150), () -> ran.complete(System.nanoTime()));

        assertThat(Duration.ofNanos(ran.get(Recorder.SECONDS, TimeUnit.SECONDS) - before))
                .isBetween(Duration.ofMillis(150), Duration.ofMillis(900));
    }

    @Test
    void forgetsCancelledTimers() throws Exception {
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        IoThread.Timer fromOutside = thread.schedule(Duration.ofMillis(500), () -> ran.add("cancelled outside"));
        IoThread.Timer onThread =
                Recorder.on(thread, () -> thread.schedule(Duration.ofMillis(500), () -> ran.add("cancelled on it")));
        fromOutside.cancel();
        Recorder.on(thread, () -> {
            onThread.cancel();
            onThread.cancel();
            return null;
        });
        thread.schedule(Duration.ofMillis(600), () -> ran.add("kept"));
        thread.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> ran.add("far away"));

        assertThat(ran.poll(Recorder.SECONDS, TimeUnit.SECONDS)).isEqualTo("kept");
    }

    @Test
    void letsGoOfWhatACancelledTimerHolds() {
        WeakReference<byte[]> held = scheduleAndCancel();

        assertThat(collected(held)).isTrue();
    }

    private WeakReference<byte[]> scheduleAndCancel() {
        byte[] held = new byte[1000];
        thread.schedule(Duration.ofHours(1), () -> held[0]++).cancel();
        return new WeakReference<>(held);
    }

    private static boolean collected(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        return reference.get() == null;
    }

    @Test
    void refusesTasksWhenTheTransportIsClosed() {
        loopback.close();

        assertThatThrownBy(() -> thread.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        thread.schedule(Duration.ZERO, () -> {}).cancel();
    }
}
