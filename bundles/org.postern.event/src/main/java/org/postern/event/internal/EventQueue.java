// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.event.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.postern.api.event.EventListener;
import org.postern.api.event.EventSink;
import org.postern.api.event.GatewayEvent;
import org.postern.swap.Lease;
import org.postern.swap.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one queue between the way of a mail and the listeners, and the one thread that calls them. */
@Component(service = EventSink.class, immediate = true)
public final class EventQueue implements EventSink {
    static final int CAPACITY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration FLUSH = Duration.ofSeconds(1);

    /** Long against the time that an event takes, short for whoever looks on. */
    private static final Duration REST = Duration.ofMillis(20);

    private final BlockingQueue<GatewayEvent> queue;
    private final Swap<EventListener> listeners = new Swap<>();
    private final AtomicLong dropped = new AtomicLong();
    private final OncePerMinute dropsTold = new OncePerMinute(System::nanoTime);
    private final OncePerMinute failuresTold = new OncePerMinute(System::nanoTime);
    private final Thread dispatcher = new Thread(this::dispatch, "postern-events");
    private volatile boolean stopping;

    /** Starts the thread. */
    @Activate
    public EventQueue() {
        this(CAPACITY);
    }

    EventQueue(int capacity) {
        queue = new ArrayBlockingQueue<>(capacity);
        dispatcher.setDaemon(true);
        dispatcher.start();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindListener(EventListener listener, Map<String, Object> properties) {
        listeners.bind(key(listener, properties), listener, properties);
    }

    /** What was published before the listener goes is still for it, within a second. */
    void unbindListener(EventListener listener, Map<String, Object> properties) {
        if (Thread.currentThread() != dispatcher) {
            flush(FLUSH);
        }
        if (listeners.unbind(key(listener, properties)) > 0) {
            LOG.warn("the event listener {} went while it was busy, and does not return", name(listener));
        }
    }

    @Override
    public void publish(GatewayEvent event) {
        if (stopping || event == null || !queue.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    /** Delivers what is queued, for two seconds at most, then stops the thread. */
    @Deactivate
    void stop() {
        flush(LAST_WORDS);
        stopping = true;
        dispatcher.interrupt();
        dropped.addAndGet(
                queue.stream().filter(event -> !(event instanceof Flush)).count());
    }

    /** Waits until everything that was published before was delivered, or the time is over. */
    private void flush(Duration time) {
        Flush flush = new Flush(Instant.EPOCH, new CountDownLatch(1));
        long end = System.nanoTime() + time.toNanos();
        try {
            if (queue.offer(flush, time.toMillis(), MILLISECONDS)) {
                flush.passed().await(end - System.nanoTime(), NANOSECONDS);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch() {
        while (!stopping) {
            try {
                GatewayEvent event = next();
                if (event instanceof Flush flush) {
                    flush.passed().countDown();
                } else {
                    deliver(event);
                }
                tellDrops();
            } catch (InterruptedException interrupted) {
                // By stop, which the loop sees; or by a listener that meddles with this thread, which changes nothing.
                continue;
            }
        }
    }

    /**
     * Rests when it has delivered all there was: to wake this thread for each event costs more than to deliver it, and
     * whoever publishes pays for that too. After a time without events the next one is delivered at once.
     */
    private GatewayEvent next() throws InterruptedException {
        GatewayEvent event = queue.poll();
        if (event == null) {
            Thread.sleep(REST.toMillis());
            event = queue.take();
        }
        return event;
    }

    private void deliver(GatewayEvent event) {
        for (Lease<EventListener> lease : listeners.leaseAll()) {
            try (lease) {
                lease.service().on(event);
                Thread.interrupted(); // one that meddles with this thread must not break the next one's files
            } catch (Throwable theirs) {
                tellFailure(name(lease.service()), theirs);
            }
        }
    }

    private void tellFailure(String listener, Throwable theirs) {
        String failed = "the event listener {} failed ({} failure(s) since the last message)";
        try {
            failuresTold.tell(number -> LOG.warn(failed, listener, number, theirs));
        } catch (Throwable alsoTheirs) { // what it threw may throw again when it is shown
            String type = theirs.getClass().getName();
            failuresTold.tell(number -> LOG.warn(failed + ": {}", listener, number, type));
        }
    }

    private void tellDrops() {
        long now = dropped.get();
        dropsTold.tellIfGrown(
                now,
                number ->
                        LOG.warn("{} event(s) were dropped: a listener is too slow, so the mail log has gaps", number));
    }

    /** A listener may define equality as it likes, so the framework's number of the service counts. */
    private static Object key(EventListener listener, Map<String, Object> properties) {
        return properties.getOrDefault("service.id", listener);
    }

    private static String name(EventListener listener) {
        return listener.getClass().getName();
    }

    /** Stands in the queue and is reached when everything before it was delivered. */
    private record Flush(Instant at, CountDownLatch passed) implements GatewayEvent {}
}
