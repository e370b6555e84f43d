// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.longtest;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a fuzz target: a class with {@code public static void fuzzerTestOneInput(byte[])}, which throws when something does not
 * hold. Jazzer makes the inputs, guided by the code that they reach, in a process of its own.
 *
 * <p>System properties: {@code postern.fuzz.seconds} (60) and {@code postern.fuzz.seed} (chosen and printed).
 */
public final class Fuzzing {
    private static final int LONGEST_INPUT = 1 << 14;
    private static final int SECONDS_AN_INPUT = 60;
    private static final int SHOWN_LINES = 60;
    private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern PROGRESS = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)/");

    private final Class<?> target;
    private final Path folder;

    private Fuzzing(Class<?> target) {
        this.target = target;
        this.folder = Path.of("target", "fuzz", target.getSimpleName()).toAbsolutePath();
    }

    /**
     * The inputs that found something once, or are good to begin with: {@code src/test/resources/fuzz/<target>/}.
     *
     * @param target the fuzz target
     * @return the files, in the order of their names
     */
    public static List<Path> checkedIn(Class<?> target) throws IOException {
        Path kept = Path.of("src", "test", "resources", "fuzz", target.getSimpleName());
        if (!Files.isDirectory(kept)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(kept)) {
            return files.sorted().toList();
        }
    }

    /**
     * Fuzzes for {@code postern.fuzz.seconds}, and writes a {@link Result}.
     *
     * @param target the fuzz target
     * @param what its name in the table of results
     * @param seeds inputs to begin with, beside those that are checked in
     * @throws AssertionError if an input was found with which something does not hold, or takes longer than 10 s
     */
    public static void run(Class<?> target, String what, Collection<byte[]> seeds)
            throws IOException, InterruptedException {
        new Fuzzing(target).run(what, seeds);
    }

    private void run(String what, Collection<byte[]> seeds) throws IOException, InterruptedException {
        int seconds = Integer.getInteger("postern.fuzz.seconds", 60);
        int seed = Integer.getInteger(
                "postern.fuzz.seed", ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
        prepare(seeds);
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command(seconds, seed))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(seconds + 120L, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String printed = Files.readString(log, StandardCharsets.ISO_8859_1);
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError(target.getName() + ", seed " + seed + ": "
                    + (ended ? "exit code " + process.exitValue() : "did not end") + ". The input is in " + folder
                    + "; copied to src/test/resources/fuzz/" + target.getSimpleName()
                    + "/ it is played by every test run from then on. Jazzer printed:\n" + finding(printed));
        }
        new Result(what, seconds + " s, seed " + seed, figures(printed)).write();
    }

    private void prepare(Collection<byte[]> seeds) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        int number = 0;
        for (byte[] octets : seeds) {
            Files.write(corpus.resolve("seed-" + number++), octets);
        }
        for (Path file : checkedIn(target)) {
            Files.copy(file, corpus.resolve(file.getFileName()));
        }
    }

    private List<String> command(int seconds, int seed) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp", classPath()));
        command.add("com.code_intelligence.jazzer.Jazzer");
        command.add("--target_class=" + target.getName());
        command.add("--instrumentation_includes=org.postern.**");
        command.add("--reproducer_path=" + folder);
        command.add("-artifact_prefix=" + folder + "/");
        command.add("-max_total_time=" + seconds);
        command.add("-timeout=" + SECONDS_AN_INPUT);
        command.add("-max_len=" + LONGEST_INPUT);
        command.add("-rss_limit_mb=0"); // -Xmx is the bound: over it is a finding with a stack trace
        command.add("-seed=" + seed);
        command.add(folder.resolve("corpus").toString());
        return command;
    }

    /** Surefire hides the class path in the manifest of a jar. */
    private static String classPath() {
        String hidden = System.getProperty("surefire.test.class.path");
        String all = hidden == null ? System.getProperty("java.class.path") : hidden;
        return String.join(File.pathSeparator, all.split(File.pathSeparator));
    }

    private static String finding(String printed) {
        int start = Math.max(printed.indexOf("== Java Exception"), Math.max(printed.indexOf("ERROR: libFuzzer"), 0));
        return printed.substring(start)
                .lines()
                .limit(SHOWN_LINES)
                .reduce("", (all, line) -> all + line + System.lineSeparator());
    }

    private static String figures(String printed) {
        Matcher runs = RUNS.matcher(printed);
        if (!runs.find()) {
            throw new AssertionError("Jazzer did not say what it did:\n" + printed);
        }
        long inputs = Long.parseLong(runs.group(1));
        long rate = inputs / Math.max(1, Long.parseLong(runs.group(2)));
        String reached = "";
        for (Matcher progress = PROGRESS.matcher(printed); progress.find(); ) {
            reached = ", " + progress.group(1) + " edges reached, " + progress.group(3) + " inputs kept";
        }
        return "nothing found in " + inputs + " inputs (" + rate + " a second)" + reached;
    }
}
