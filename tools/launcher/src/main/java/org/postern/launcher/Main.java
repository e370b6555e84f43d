// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The entry point: {@code bin/postern} calls it with the system property {@code postern.home}. */
final class Main {
    private final PrintStream out;
    private final PrintStream err;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(new Main(System.out, System.err).run(List.of(args)).number());
    }

    private ExitCode run(List<String> words) {
        try {
            var command = CommandLine.parse(words);
            if (command instanceof Command.Run run) {
                return serve(run);
            }
            out.print(CommandLine.HELP);
            return ExitCode.OK;
        } catch (LaunchException ended) {
            err.println("postern: " + ended.getMessage());
            return ended.exitCode();
        } catch (InterruptedException ended) {
            err.println("postern: interrupted");
            return ExitCode.START_FAILED;
        }
    }

    private ExitCode serve(Command.Run run) throws LaunchException, InterruptedException {
        var home = home();
        var bundles = FeatureFolder.read(home.resolve("features"));
        try (var instance = Instance.open(run.base().orElse(home), home)) {
            CliConfiguration.write(instance.etc(), run);
            setUpLogging(instance, home);
            var platform = Platform.install(FrameworkSettings.of(instance), bundles, home.resolve("bundles"));
            try (var running = Running.begin(platform, err)) {
                var ready = running.awaitReady();
                ready.details().forEach(out::println);
                out.printf(
                        "%s (%.1f s)%n",
                        ready.line(), ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
                platform.awaitStop();
            }
            return ExitCode.OK;
        }
    }

    private static void setUpLogging(Instance instance, Path home) {
        // What speaks before logback is there (SPI Fly) has nothing to say at INFO.
        Logger.getLogger("").setLevel(Level.WARNING);
        // Logback reads both from the system's properties, in its bundle.
        var own = instance.etc().resolve("logback.xml");
        var file = own.toFile().isFile() ? own : home.resolve("etc/logback.xml");
        System.setProperty("logback.configurationFile", file.toString());
        System.setProperty("postern.log", instance.logFile().toString());
    }

    private static Path home() throws LaunchException {
        var home = System.getProperty("postern.home");
        if (home == null) {
            throw new LaunchException(
                    ExitCode.USAGE, "start Postern with bin/postern, which says where it was unpacked to");
        }
        return Path.of(home).toAbsolutePath().normalize();
    }
}
