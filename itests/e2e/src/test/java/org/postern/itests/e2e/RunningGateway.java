// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The packaged distribution, started as an administrator does, with an instance directory of its own. */
final class RunningGateway implements AutoCloseable {
    private final Path base;
    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private Process process;
    private Path console;

    private RunningGateway(Path base, int port, List<String> command, Map<String, String> environment) {
        this.base = base;
        this.port = port;
        this.command = command;
        this.environment = environment;
    }

    /** @param upstream as {@code host:port} */
    static RunningGateway before(String upstream) throws IOException {
        return before(upstream, Map.of());
    }

    static RunningGateway before(String upstream, Map<String, String> environment) throws IOException {
        return before("--smtp", upstream, environment);
    }

    /** Before a server that mail is fetched from by POP3. */
    static RunningGateway beforePop3(String upstream) throws IOException {
        return before("--pop3", upstream, Map.of());
    }

    private static RunningGateway before(String option, String upstream, Map<String, String> environment)
            throws IOException {
        int port = Ports.free();
        Path base = Files.createTempDirectory("postern-instance");
        List<String> command = List.of(
                script().toString(), "run", "--base", base.toString(), option, "127.0.0.1:" + port + "=" + upstream);
        return new RunningGateway(base, port, command, environment);
    }

    /** One that a line of a shell starts; it says itself where its instance lies and its port is. */
    static RunningGateway byShell(String line, Path base, int port) {
        return new RunningGateway(base, port, List.of("sh", "-c", line), Map.of());
    }

    /** Adds words to its command line. */
    RunningGateway with(String... options) {
        List<String> more = new ArrayList<>(command);
        more.addAll(List.of(options));
        return new RunningGateway(base, port, more, environment);
    }

    static Path script() {
        Path script = Path.of(System.getProperty("postern.distribution"), "bin/postern");
        assertThat(script).as("the distribution is built").isExecutable();
        return script.toAbsolutePath().normalize();
    }

    RunningGateway start() throws Exception {
        console = Files.createTempFile("postern-console", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(environment);
        process = builder.start();
        Until.holds("the readiness line", Duration.ofSeconds(60), () -> {
            assertThat(process.isAlive())
                    .as("it runs; it printed: %s", printed())
                    .isTrue();
            return printed().contains("postern ready:");
        });
        return this;
    }

    /** Ends it as Ctrl-C does. */
    void stop() throws Exception {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("it stops; it printed: %s", printed())
                .isTrue();
    }

    void kill() throws Exception {
        process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    String printed() throws IOException {
        return Files.readString(console, StandardCharsets.ISO_8859_1);
    }

    Path base() {
        return base;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Writes a configuration file whole, as a careful administrator does. */
    void configure(String file, String... lines) throws IOException {
        Path etc = Files.createDirectories(base.resolve("etc"));
        Path draft = etc.resolve(".draft");
        Files.writeString(draft, String.join("\n", lines) + "\n");
        Files.move(draft, etc.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Sets keys of the default profile, keeping the file's other lines. */
    void profile(String... lines) throws IOException {
        configure("org.postern.profile~default.cfg", lines);
    }

    String mailLog() throws IOException {
        Path log = base.resolve("data/log/mail.log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    }

    /** @return the first line of the mail log that holds all these texts, once it is there */
    String mailLogLine(String... texts) throws Exception {
        return Until.present(
                "a line of the mail log with " + String.join(" and ", texts),
                Duration.ofSeconds(10),
                () -> Optional.of(mailLog())
                        .flatMap(log -> Arrays.stream(log.split("\n"))
                                .filter(line -> Arrays.stream(texts).allMatch(line::contains))
                                .findFirst()));
    }

    String log() throws IOException {
        return Files.readString(base.resolve("data/log/postern.log"), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws Exception {
        if (process != null && process.isAlive()) {
            stop();
        }
        if (console != null) {
            Files.deleteIfExists(console);
        }
        Folders.delete(base);
    }
}
