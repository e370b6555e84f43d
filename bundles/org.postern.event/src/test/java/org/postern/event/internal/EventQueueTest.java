// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.event.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.event.EventListener;
import org.postern.api.event.GatewayEvent;

@Timeout(30)
/** T37: events never hold up whoever publishes them. */
class EventQueueTest {
    private final EventQueue queue = new EventQueue(8);
    private final Gate gate = new Gate();

    @AfterEach
    void stop() {
        gate.open.countDown();
        queue.stop();
    }

    @Test
    void tellsEveryListenerInOrder() {
        Recorder one = new Recorder();
        Recorder two = new Recorder();
        queue.bindListener(one, Map.of());
        queue.bindListener(two, Map.of());

        publish(1, 2, 3);
        queue.stop();

        assertThat(one.numbers).containsExactly(1, 2, 3);
        assertThat(two.numbers).containsExactly(1, 2, 3);
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void dropsAndCountsWhatDoesNotFitAndNeverBlocksThePublisher() throws Exception {
        queue.bindListener(gate, Map.of());
        publish(0);
        assertThat(gate.reached.await(5, SECONDS)).isTrue();

        publish(IntStream.rangeClosed(1, 11).toArray());

        assertThat(queue.dropped()).isEqualTo(3);
    }

    @Test
    void goesOnAfterAListenerThatThrows() {
        Recorder recorder = new Recorder();
        queue.bindListener(
                event -> {
                    throw new NoClassDefFoundError("an old revision");
                },
                Map.of("service.ranking", 1));
        queue.bindListener(recorder, Map.of());

        publish(1, 2);
        queue.stop();

        assertThat(recorder.numbers).containsExactly(1, 2);
    }

    @Test
    void goesOnAfterAListenerWhoseExceptionCannotBeShown() {
        Recorder recorder = new Recorder();
        queue.bindListener(
                event -> {
                    throw new IllegalStateException() {
                        private static final long serialVersionUID = 1;

                        @Override
                        public String getMessage() {
                            throw new UnsupportedOperationException("nor this one");
                        }
                    };
                },
                Map.of("service.ranking", 1));
        queue.bindListener(recorder, Map.of());

        publish(1, 2);
        queue.unbindListener(recorder, Map.of());

        assertThat(recorder.numbers).containsExactly(1, 2);
    }

    @Test
    void deliversWhatWasPublishedBeforeAListenerGoes() {
        Recorder recorder = new Recorder();
        queue.bindListener(recorder, Map.of());

        publish(1, 2, 3);
        queue.unbindListener(recorder, Map.of());
        publish(4);
        queue.stop();

        assertThat(recorder.numbers).containsExactly(1, 2, 3);
    }

    @Test
    void isNotKilledByAListenerThatInterruptsItsThread() {
        Recorder recorder = new Recorder();
        queue.bindListener(event -> Thread.currentThread().interrupt(), Map.of("service.ranking", 1));
        queue.bindListener(recorder, Map.of());
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        queue.bindListener(event -> interrupted.add(Thread.currentThread().isInterrupted()), Map.of());

        publish(1, 2, 3);
        queue.stop();

        assertThat(recorder.numbers).containsExactly(1, 2, 3);
        assertThat(interrupted).containsExactly(false, false, false);
    }

    @Test
    void stopsInBoundedTimeThoughAListenerHangsAndCountsWhatWasLeft() throws Exception {
        queue.bindListener(gate, Map.of());
        publish(0);
        assertThat(gate.reached.await(5, SECONDS)).isTrue();
        publish(1, 2);

        queue.stop();
        publish(3);

        assertThat(queue.dropped()).isEqualTo(3);
    }

    @Test
    void callsOnItsOwnNamedThread() {
        List<String> threads = new CopyOnWriteArrayList<>();
        queue.bindListener(event -> threads.add(Thread.currentThread().getName()), Map.of());

        publish(1);
        queue.stop();

        assertThat(threads).containsExactly("postern-events");
    }

    private void publish(int... numbers) {
        for (int number : numbers) {
            queue.publish(new Numbered(Instant.EPOCH, number));
        }
    }

    private record Numbered(Instant at, int number) implements GatewayEvent {}

    private static final class Recorder implements EventListener {
        private final List<Integer> numbers = new CopyOnWriteArrayList<>();

        @Override
        public void on(GatewayEvent event) {
            numbers.add(((Numbered) event).number());
        }
    }

    /** A listener that hangs until it is let go. */
    private static final class Gate implements EventListener {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void on(GatewayEvent event) {
            reached.countDown();
            boolean interrupted = false;
            while (true) {
                try {
                    open.await();
                    break;
                } catch (InterruptedException ignored) {
                    interrupted = true; // a listener that does not react
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
