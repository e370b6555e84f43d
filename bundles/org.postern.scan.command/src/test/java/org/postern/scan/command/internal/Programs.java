// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A folder with programs, and the place where they work. */
final class Programs {
    private final Path folder;

    Programs(Path folder) {
        this.folder = folder;
    }

    /** @return an engine that runs a script with the path of the content as its argument */
    CommandScanner running(String... script) throws IOException {
        return with(Map.of("command", new String[] {script(script).toString(), "{file}"}));
    }

    CommandScanner with(Map<String, Object> values) {
        return new CommandScanner(settings(values), System::nanoTime);
    }

    Settings settings(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of("workDirectory", "work"));
        all.putAll(values);
        return Settings.of(folder, Configs.of(all));
    }

    Path script(String... lines) throws IOException {
        Path script = Files.createTempFile(
                folder,
                "script",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n", UTF_8);
    }

    /** Where scripts may leave something for the test. */
    Path note(String name) {
        return folder.resolve(name);
    }

    /** @return what lies where they work: the engine's directory, and what scans have in it */
    List<Path> leftovers() throws IOException {
        if (!Files.exists(folder.resolve("work"))) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder.resolve("work"))) {
            return all.filter(path -> path.getNameCount() > folder.getNameCount() + 2)
                    .toList();
        }
    }

    /** @return the process whose number a script has noted */
    long noted(String name) throws Exception {
        holds(
                "the note " + name,
                () -> Files.exists(note(name)) && Files.readString(note(name)).endsWith("\n"));
        return Long.parseLong(Files.readString(note(name)).strip());
    }

    /** Whether it runs; one that nobody has taken notice of yet does not. */
    static boolean runs(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException gone) {
            return false;
        }
    }

    static void holds(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - end).as("%s in time", what).isNegative();
            LockSupport.parkNanos(2_000_000);
        }
    }
}
