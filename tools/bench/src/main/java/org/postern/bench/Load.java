// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Runs sessions side by side for a while, a thread each. Every message must end well, or the load fails as a whole. */
final class Load {
    /** How long messages that were begun may take to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int STACK = 256 * 1024;

    private final Client client;
    private final SocketAddress target;
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Exception> failed = new AtomicReference<>();

    /**
     * What came of it.
     *
     * @param inTime messages that were done within the time
     * @param seconds that time
     */
    record Outcome(Latencies latencies, long inTime, double seconds) {}

    private Load(Client client, SocketAddress target) {
        this.client = client;
        this.target = target;
    }

    static Outcome run(Client client, SocketAddress target, List<Mail> mails, Cell.Shape shape, Duration time)
            throws BenchFailure, InterruptedException {
        return new Load(client, target).run(mails, shape, time);
    }

    private Outcome run(List<Mail> mails, Cell.Shape shape, Duration time) throws BenchFailure, InterruptedException {
        var deadline = System.nanoTime() + time.toNanos();
        var turns = new ArrayList<Turn>();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < shape.sessions(); i++) {
            var turn = new Turn(mails, i * 7_919, shape.perSession(), deadline);
            turns.add(turn);
            var thread = new Thread(null, () -> work(turn), "session-" + i, STACK);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        await(threads, deadline + PATIENCE.toNanos());
        if (failed.get() != null) {
            throw new BenchFailure("a session failed: " + failed.get().getMessage(), failed.get());
        }
        var latencies = new Latencies();
        var inTime = 0L;
        for (var turn : turns) {
            latencies.addAll(turn.latencies());
            inTime += turn.inTime();
        }
        return new Outcome(latencies, inTime, time.toNanos() / 1e9);
    }

    private void work(Turn turn) {
        try {
            while (failed.get() == null && turn.connects()) {
                try (var wire = Wire.connect(target)) {
                    open.add(wire);
                    client.session(wire, turn);
                    open.remove(wire);
                }
            }
        } catch (IOException | RuntimeException wrong) {
            failed.compareAndSet(null, wrong);
        }
    }

    private void await(List<Thread> threads, long until) throws BenchFailure, InterruptedException {
        var late = false;
        for (var thread : threads) {
            thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            late |= thread.isAlive();
        }
        if (late) {
            // A thread in read() or write() gets out only so.
            for (var wire : open) {
                closeQuietly(wire);
            }
            throw new BenchFailure("a message was not answered within " + PATIENCE.toSeconds() + " s");
        }
    }

    private static void closeQuietly(Wire wire) {
        try {
            wire.close();
        } catch (IOException given) {
            // It is given up anyway.
        }
    }
}
