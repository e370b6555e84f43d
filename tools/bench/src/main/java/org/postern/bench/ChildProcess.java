// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/** A process that the bench has started, and stops by its own handle. */
final class ChildProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 15;
    private static final Deque<ChildProcess> RUNNING = new ConcurrentLinkedDeque<>();

    private final String name;
    private final Process process;
    private final Path console;

    /** Whether something is there that is waited for. */
    interface Condition {
        boolean holds() throws IOException;
    }

    private ChildProcess(String name, Process process, Path console) {
        this.name = name;
        this.process = process;
        this.console = console;
    }

    /** @param folder where what it prints is kept */
    static ChildProcess start(String name, Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        var console = folder.resolve(name + ".console");
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        var child = new ChildProcess(name, builder.start(), console);
        RUNNING.add(child);
        return child;
    }

    /** Stops what still runs, the latest first: for a bench that a signal ends, where nobody else would. */
    static void closeAll() {
        for (var child = RUNNING.pollLast(); child != null; child = RUNNING.pollLast()) {
            child.close();
        }
    }

    /** Waits until it has printed the text. */
    void awaitPrinted(String text, Duration patience) throws IOException, BenchFailure, InterruptedException {
        await(() -> printed().contains(text), patience);
    }

    void await(Condition condition, Duration patience) throws IOException, BenchFailure, InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new BenchFailure(name + " ended with code " + process.exitValue() + "; it printed: " + printed());
            }
            if (System.nanoTime() > until) {
                throw new BenchFailure(
                        name + " was not ready within " + patience.toSeconds() + " s; it printed: " + printed());
            }
        }
    }

    /** Waits until it has done its work and has ended. */
    void awaitEnd(Duration patience) throws IOException, BenchFailure, InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new BenchFailure(
                    name + " did not end within " + patience.toSeconds() + " s; it printed: " + printed());
        }
        if (process.exitValue() != 0) {
            throw new BenchFailure(name + " ended with code " + process.exitValue() + "; it printed: " + printed());
        }
    }

    String printed() throws IOException {
        return Files.readString(console, StandardCharsets.ISO_8859_1);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        RUNNING.remove(this);
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
