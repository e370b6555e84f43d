// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.launcher.ReadinessWatch.Outcome;

/**
 * A platform between its start and its stop. Both are bounded, and there are two ways to the stop, of which the first
 * taken counts: {@link #close()}, or a signal.
 */
final class Running implements AutoCloseable {
    /** How long a start may take until the gateway has said that it is ready. */
    private static final Duration START = Duration.ofSeconds(Long.getLong("postern.start.seconds", 60));

    /** How long bundles may take to stop; sessions are drained in it. */
    private static final Duration STOP = Duration.ofSeconds(Long.getLong("postern.stop.seconds", 30));

    private final Platform platform;
    private final PrintStream err;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Running(Platform platform, PrintStream err) {
        this.platform = platform;
        this.err = err;
    }

    /** Starts the platform in a thread of its own, so that a bundle that blocks cannot block more than the start. */
    static Running begin(Platform platform, PrintStream err) {
        var running = new Running(platform, err);
        Runtime.getRuntime().addShutdownHook(new Thread(running::stopOnSignal, "postern-stop"));
        platform.watch(running.outcome);
        var starter = new Thread(running::start, "postern-start");
        starter.setDaemon(true);
        starter.start();
        return running;
    }

    /** What the gateway wants to be printed, once every bundle runs and the gateway is ready. */
    Outcome.Ready awaitReady() throws LaunchException, InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        try {
            started.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            var said = outcome.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (said instanceof Outcome.Ready ready) {
                return ready;
            }
            throw new LaunchException(ExitCode.START_FAILED, ((Outcome.Failed) said).why());
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof LaunchException known
                    ? known
                    : new LaunchException(ExitCode.START_FAILED, "the start broke off", failed.getCause());
        } catch (TimeoutException tooLong) {
            var idle = platform.notRunning();
            throw new LaunchException(
                    ExitCode.START_FAILED,
                    "not ready after " + START.toSeconds() + " s; data/log/postern.log has the details"
                            + (idle.isEmpty()
                                    ? ", every bundle runs, but the gateway has not said that it is ready"
                                    : ":\n  " + String.join("\n  ", idle)));
        }
    }

    @Override
    public void close() {
        if (stopping.compareAndSet(false, true)) {
            stopPlatform();
        }
    }

    private void start() {
        try {
            platform.start();
            started.complete(null);
        } catch (LaunchException | InterruptedException | RuntimeException failed) {
            started.completeExceptionally(failed);
        }
    }

    /** Runs as the JVM's shutdown hook: after a signal, and after an exit of our own, when nothing is left to do. */
    private void stopOnSignal() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        var clean = stopPlatform();
        // A signal alone would make the JVM report 130 or 143, even after a clean stop.
        Runtime.getRuntime().halt((clean ? ExitCode.OK : ExitCode.START_FAILED).number());
    }

    private boolean stopPlatform() {
        var clean = platform.stop(STOP);
        if (!clean) {
            err.println("postern: did not stop within " + STOP.toSeconds() + " s; ended all the same. "
                    + "No accepted message is lost: its client was not told that it was delivered");
        }
        return clean;
    }
}
