// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/** Nothing piles up: no file, no descriptor, no process, no thread. */
class ManyScansTest {
    private static final int SCANS = 100;
    private static final int AT_ONCE = 8;

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void aHundredScansOfEveryKindLeaveNothing() throws Exception {
        Programs programs = new Programs(folder);
        Path pids = programs.note("pids");
        try (CommandScanner scanner = programs.running(
                "echo $$ >>" + pids,
                "case $(cat \"$1\") in",
                "good) echo \"$1: OK\" ;;",
                "evil) echo \"$1: Evil FOUND\"; exit 1 ;;",
                "child) sleep 1000 & echo $! >>" + pids + "; echo \"$1: OK\" ;;",
                "silent) exec sleep 1000 ;;",
                "flood) exec yes ;;",
                "esac")) {
            scanner.scan(Request.of("good"));
            Set<Thread> threads = threads();
            long descriptors = descriptors();

            scanMany(scanner);

            assertThat(programs.leftovers()).isEmpty();
            assertThat(Files.readAllLines(pids))
                    .hasSizeGreaterThanOrEqualTo(SCANS)
                    .allSatisfy(pid -> assertThat(Programs.runs(Long.parseLong(pid)))
                            .as(pid)
                            .isFalse());
            Programs.holds("the end of threads", () -> threads.containsAll(threads()));
            Programs.holds("the end of descriptors", () -> descriptors() <= descriptors);
        }
    }

    private static void scanMany(CommandScanner scanner) throws Exception {
        var pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<String> contents = List.of("good", "evil", "child", "silent", "flood");
            List<Callable<ScanResult>> scans = new ArrayList<>();
            for (int i = 0; i < SCANS; i++) {
                String content = contents.get(i % contents.size());
                Duration time = content.equals("silent") ? Duration.ofMillis(400) : Duration.ofSeconds(30);
                scans.add(() -> scanner.scan(Request.of(content).within(time)));
            }
            List<Future<ScanResult>> results = pool.invokeAll(scans);
            for (int i = 0; i < SCANS; i++) {
                Verdict expected = switch (i % contents.size()) {
                    case 0, 2 -> Verdict.CLEAN;
                    case 1 -> Verdict.INFECTED;
                    default -> Verdict.FAILED;
                };
                assertThat(results.get(i).get().verdict())
                        .as(
                                "%s: %s",
                                contents.get(i % contents.size()),
                                results.get(i).get())
                        .isEqualTo(expected);
            }
        } finally {
            pool.shutdown();
        }
    }

    /** Without those that Java keeps for a minute to wait for processes. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .collect(toSet());
    }

    private static long descriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
