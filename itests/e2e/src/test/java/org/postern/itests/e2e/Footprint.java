// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM holds, on Linux.
 *
 * @param heapKib heap in use after a full collection
 * @param descriptors open files
 * @param threads threads of the process, the JVM's own too
 */
record Footprint(long heapKib, int descriptors, int threads) {
    /** Of {@code jstat -gc}: survivor spaces, eden, old generation. */
    private static final List<String> USED = List.of("S0U", "S1U", "EU", "OU");

    static Footprint of(long pid) throws IOException, InterruptedException {
        String process = String.valueOf(pid);
        assertThat(tool("jcmd", process, "GC.run")).contains("Command executed successfully");
        String[] table = tool("jstat", "-gc", process).lines().toArray(String[]::new);
        List<String> names = List.of(table[0].strip().split(" +"));
        String[] figures = table[1].strip().split(" +");
        double heap = 0;
        for (String name : USED) {
            heap += Double.parseDouble(figures[names.indexOf(name)].replace("-", "0"));
        }
        Path proc = Path.of("/proc", process);
        return new Footprint(Math.round(heap), count(proc.resolve("fd")), count(proc.resolve("task")));
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.count();
        }
    }

    private static String tool(String name, String... arguments) throws IOException, InterruptedException {
        Command ran = Command.run(Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", name)
                                .toString()),
                        Stream.of(arguments))
                .toList());
        assertThat(ran.exit()).as(ran.output()).isZero();
        return ran.output();
    }

    @Override
    public String toString() {
        return heapKib / 1024 + " MiB of heap, " + descriptors + " descriptors, " + threads + " threads";
    }
}
