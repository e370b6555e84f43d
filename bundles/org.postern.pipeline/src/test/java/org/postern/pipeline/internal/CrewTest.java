// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CrewTest {
    private static final int MANY = 500;
    private static final int SMALL = 64 * 1024;

    private final Crew crew = new Crew(4, 2);

    @AfterEach
    void close() {
        crew.close();
    }

    @Test
    void givesTheResultsInOrder() throws Exception {
        assertThat(crew.each(MANY, SMALL, number -> {
                    Thread.yield();
                    return -number;
                }))
                .isEqualTo(IntStream.range(0, MANY).mapToObj(number -> -number).toList());
        assertThat(crew.each(0, SMALL, number -> number)).isEmpty();
    }

    @Test
    void worksOnAFewAtOnce() throws Exception {
        CyclicBarrier four = new CyclicBarrier(4);

        crew.each(4, SMALL, number -> meet(four));
    }

    /** Or one message would keep the others from the engines. */
    @Test
    void neverWorksOnMore() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        crew.each(MANY, SMALL, number -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.yield();
            return now.decrementAndGet();
        });

        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    void worksAloneWhenThereAreNoHelpers() throws Exception {
        crew.close();
        Set<Thread> workers = ConcurrentHashMap.newKeySet();

        crew.each(MANY, SMALL, number -> workers.add(Thread.currentThread()));

        assertThat(workers).containsExactly(Thread.currentThread());
    }

    @Test
    void failsWithTheFirstFailureAndBeginsNothingMore() {
        AtomicInteger begun = new AtomicInteger();

        assertThatThrownBy(() -> crew.each(MANY, SMALL, number -> {
                    begun.incrementAndGet();
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");

        assertThat(begun.get()).isBetween(1, 4);
    }

    /** What the message holds is closed when it returns. */
    @Test
    void leavesNobodyAtWorkWhenItFails() throws Exception {
        CountDownLatch otherBegun = new CountDownLatch(1);
        CountDownLatch failing = new CountDownLatch(1);
        AtomicInteger atWork = new AtomicInteger();

        assertThatThrownBy(() -> crew.each(2, SMALL, number -> {
                    atWork.incrementAndGet();
                    try {
                        if (number == 1) {
                            otherBegun.countDown();
                            failing.await(5, SECONDS);
                            return 1;
                        }
                        otherBegun.await(5, SECONDS);
                        failing.countDown();
                        throw new IllegalStateException("broken");
                    } catch (InterruptedException impossible) {
                        throw new AssertionError(impossible);
                    } finally {
                        atWork.decrementAndGet();
                    }
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(atWork).hasValue(0);
    }

    /** The switch to a helper costs more than a small scan. */
    @Test
    void worksAloneOnAFewThingsWhileOtherMessagesKeepTheProcessorsBusy() throws Exception {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();

        besideAnotherMessage(() -> crew.each(4, SMALL, number -> workers.add(Thread.currentThread())));

        assertThat(workers).containsExactly(Thread.currentThread());
    }

    @Test
    void worksOnLargeThingsAtOnceAlsoThen() throws Exception {
        CyclicBarrier two = new CyclicBarrier(2);

        besideAnotherMessage(() -> crew.each(2, SMALL + 1, number -> meet(two)));
    }

    @Test
    void worksOnManyThingsAtOnceAlsoThen() throws Exception {
        CyclicBarrier two = new CyclicBarrier(2);

        besideAnotherMessage(() -> crew.each(8, SMALL, number -> meet(two)));
    }

    @Test
    void forgetsMessagesThatFailed() throws Exception {
        CyclicBarrier two = new CyclicBarrier(2);

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> crew.each(1, SMALL, number -> {
                        throw new IOException("disk");
                    }))
                    .hasMessage("disk");
        }

        crew.each(2, SMALL, number -> meet(two));
    }

    private void besideAnotherMessage(Callable<?> work) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        FutureTask<List<Boolean>> other = new FutureTask<>(() -> crew.each(1, SMALL, number -> {
            begun.countDown();
            return await(done);
        }));
        new Thread(other).start();
        begun.await();

        work.call();

        done.countDown();
        assertThat(other.get()).containsExactly(true);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, SECONDS);
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static int meet(CyclicBarrier barrier) {
        try {
            return barrier.await(10, SECONDS);
        } catch (Exception late) {
            throw new IllegalStateException(late);
        }
    }
}
