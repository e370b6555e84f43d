// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code bin/postern} as a process of its own, with the JVM of this test. */
final class PosternProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Lines out;
    private final Lines err;

    private PosternProcess(Process process) {
        this.process = process;
        this.out = new Lines(process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    static PosternProcess start(Path script, String javaOptions, String... words) throws IOException {
        // What is started in the background by a shell ignores SIGINT, and so would everything that it starts.
        var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(script.toString());
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", javaOptions);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new PosternProcess(builder.start());
    }

    /** The first line of standard output that {@code wanted} accepts. */
    String awaitOut(Predicate<String> wanted) throws InterruptedException {
        return out.await(wanted);
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running; it said: " + out.all() + err.all());
        }
        return process.exitValue();
    }

    /** All of standard error; to be called after {@link #awaitExit()}. */
    String err() throws InterruptedException {
        return String.join("\n", err.allToTheEnd());
    }

    List<String> outSoFar() {
        return out.all();
    }

    String out() throws InterruptedException {
        return String.join("\n", out.allToTheEnd());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Reads a stream to its end in a thread, so that the process never waits for its reader. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;

        Lines(InputStream stream) {
            reader = new Thread(() -> read(stream), "lines");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (var text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (var line = text.readLine(); line != null; line = text.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        String await(Predicate<String> wanted) throws InterruptedException {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            synchronized (lines) {
                while (true) {
                    var found = lines.stream().filter(wanted).findFirst();
                    if (found.isPresent()) {
                        return found.get();
                    }
                    var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        throw new AssertionError("not said within " + PATIENCE.toSeconds() + " s; said was: " + lines);
                    }
                    lines.wait(left);
                }
            }
        }

        List<String> allToTheEnd() throws InterruptedException {
            reader.join(PATIENCE.toMillis());
            return all();
        }

        List<String> all() {
            synchronized (lines) {
                return List.copyOf(lines);
            }
        }
    }
}
