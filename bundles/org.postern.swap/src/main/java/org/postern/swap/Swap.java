// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.swap;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Holds services that may be swapped while they are used. Thread-safe.
 *
 * <p>Who calls a service holds a {@link Lease}. {@link #unbind} closes the service to new leases, waits for the open
 * ones, cancels what is still open, waits a moment more, and returns: after that no code of the service is running, or
 * {@code unbind} says how many did not react.
 *
 * <p>Predicates are called under this object's lock: they look at the offer, do not block, and do not call back.
 */
public final class Swap<T> {
    /** How long open leases may go on when nothing else is set. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(3);

    /** Service Component Runtime gives up on an unbind method after five seconds. */
    public static final Duration LONGEST_DRAIN = Duration.ofSeconds(4);

    private static final Duration AFTER_CANCEL = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Object, Holding<T>> holdings = new LinkedHashMap<>();
    private List<Holding<T>> bestFirst = List.of();
    private volatile List<Offer<T>> offers = List.of();
    private Duration drain = DEFAULT_DRAIN;

    /**
     * Sets how long open leases may go on from now on.
     *
     * @param time not negative, at most {@link #LONGEST_DRAIN}
     */
    public void drain(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("not between 0 and " + LONGEST_DRAIN + ": " + time);
        }
        locked(() -> drain = time);
    }

    /**
     * Offers a service.
     *
     * @param key what {@link #unbind} will name, such as the service reference; when it is there already only its
     *     properties are replaced
     */
    public void bind(Object key, T service, Map<String, Object> properties) {
        requireNonNull(key);
        Offer<T> offer = new Offer<>(service, properties);
        locked(() -> {
            Holding<T> there = holdings.get(key);
            if (there != null && there.offer.service() == service) {
                there.offer = offer;
            } else {
                holdings.put(key, new Holding<>(this, offer));
            }
            sort();
        });
    }

    /**
     * Takes a service back: no new leases, tells the holders of open ones, waits for them, then cancels them. Blocks for the drain time and half
     * a second at most. A key that is not there, or is no more, does nothing.
     *
     * @return how many leases are open still, because their holders do not react to being cancelled
     */
    public int unbind(Object key) {
        Holding<T> leaving;
        Duration time;
        lock.lock();
        try {
            leaving = holdings.remove(key);
            sort();
            time = drain;
        } finally {
            lock.unlock();
        }
        if (leaving == null) {
            return 0;
        }
        leaving.openLeases().forEach(OpenLease::leave);
        boolean interrupted = !awaitIdle(leaving, time);
        leaving.openLeases().forEach(OpenLease::cancel);
        interrupted |= !awaitIdle(leaving, AFTER_CANCEL);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return leaving.openLeases().size();
    }

    /** @return a lease of the best service, if there is one: the highest ranking, then the one registered first */
    public Optional<Lease<T>> lease() {
        return lease(any -> true);
    }

    /** @return a lease of the best service of which the predicate holds */
    public Optional<Lease<T>> lease(Predicate<? super Offer<T>> which) {
        lock.lock();
        try {
            return best(which);
        } finally {
            lock.unlock();
        }
    }

    /** @return a lease of each service, the best first; each is closed by the caller */
    public List<Lease<T>> leaseAll() {
        lock.lock();
        try {
            List<Lease<T>> all = new ArrayList<>(bestFirst.size());
            bestFirst.forEach(holding -> all.add(holding.open()));
            return all;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for any service.
     *
     * @return a lease of the best; empty when none came in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Optional<Lease<T>> await(Duration time) throws InterruptedException {
        return await(any -> true, time);
    }

    /**
     * Waits for a service of which the predicate holds.
     *
     * @param which asked again whenever a service came, went, or {@link #signal} was called
     * @return a lease of the best; empty when none came in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Optional<Lease<T>> await(Predicate<? super Offer<T>> which, Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = time.toNanos();
            Optional<Lease<T>> lease = best(which);
            while (lease.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
                lease = best(which);
            }
            return lease;
        } finally {
            lock.unlock();
        }
    }

    /** Says that something changed on which predicates look: whoever waits asks again. */
    public void signal() {
        locked(() -> {});
    }

    /** @return what is offered, the best first */
    public List<Offer<T>> offers() {
        return offers;
    }

    /** @return what is offered under a key, for looking at */
    public Optional<Offer<T>> offer(Object key) {
        lock.lock();
        try {
            return Optional.ofNullable(holdings.get(key)).map(holding -> holding.offer);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Lease<T>> best(Predicate<? super Offer<T>> which) {
        for (Holding<T> holding : bestFirst) {
            if (which.test(holding.offer)) {
                return Optional.of(holding.open());
            }
        }
        return Optional.empty();
    }

    /** @return false if the thread was interrupted meanwhile */
    private boolean awaitIdle(Holding<T> holding, Duration time) {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (!holding.open.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException hurry) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void sort() {
        bestFirst = holdings.values().stream()
                .sorted((one, other) -> Offer.BEST_FIRST.compare(one.offer, other.offer))
                .toList();
        offers = bestFirst.stream().map(holding -> holding.offer).toList();
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A service and its open leases; guarded by the lock. */
    private static final class Holding<T> {
        private final Swap<T> swap;
        private final List<OpenLease<T>> open = new ArrayList<>();
        private Offer<T> offer;

        Holding(Swap<T> swap, Offer<T> offer) {
            this.swap = swap;
            this.offer = offer;
        }

        OpenLease<T> open() {
            OpenLease<T> lease = new OpenLease<>(offer, this::close);
            open.add(lease);
            return lease;
        }

        List<OpenLease<T>> openLeases() {
            swap.lock.lock();
            try {
                return List.copyOf(open);
            } finally {
                swap.lock.unlock();
            }
        }

        private void close(OpenLease<T> lease) {
            swap.locked(() -> open.remove(lease));
        }
    }
}
