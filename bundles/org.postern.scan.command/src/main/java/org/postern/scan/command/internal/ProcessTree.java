// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.postern.api.scan.Deadline;

/**
 * All processes that come of a program: its children and theirs, and on Linux also those that left their parents, known by
 * the {@code HOME} that they were born with. One that daemonised and dropped its environment is not known any more.
 */
final class ProcessTree {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final File PROC = new File("/proc");
    private static final int MOST_ENVIRONMENT = 128 * 1024;
    private static final long SHORTEST_PAUSE = 500_000;
    private static final long LONGEST_PAUSE = 20_000_000;

    private final Optional<ProcessHandle> root;
    private final String home;
    private final Set<ProcessHandle> known = new LinkedHashSet<>();

    /**
     * @param root the program, if it is a child of this process
     * @param home the directory in or under which their {@code HOME} is
     */
    ProcessTree(Optional<ProcessHandle> root, Path home) {
        this.root = root;
        this.home = "HOME=" + home;
    }

    /**
     * Ends them, again and again until none is left: who is asked politely could decline, and who is not dead yet could
     * start others. Blocks for some seconds at most; an interrupt has to wait.
     *
     * @return whether none is left
     */
    boolean end() {
        boolean interrupted = false;
        Deadline deadline = Deadline.after(PATIENCE);
        long pause = SHORTEST_PAUSE;
        boolean alive = isAlive();
        while (alive && !deadline.hasPassed()) {
            known.forEach(ProcessHandle::destroyForcibly);
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE);
            alive = isAlive();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !alive;
    }

    private boolean isAlive() {
        known.removeIf(handle -> !handle.isAlive());
        // asked of the living only: the number of a dead one may be another's
        root.filter(ProcessHandle::isAlive).ifPresent(living -> {
            known.add(living);
            living.descendants().forEach(known::add);
        });
        marked().forEach(known::add);
        return !known.isEmpty();
    }

    private Stream<ProcessHandle> marked() {
        String[] names = Objects.requireNonNullElse(PROC.list(), new String[0]);
        long self = ProcessHandle.current().pid();
        return Arrays.stream(names)
                .filter(name -> name.matches("[0-9]{1,18}") && Long.parseLong(name) != self)
                .flatMap(name -> isReadable(name) ? ProcessHandle.of(Long.parseLong(name)).stream() : Stream.empty())
                .filter(this::isMarked);
    }

    private static boolean isReadable(String pid) {
        return environment(pid).canRead();
    }

    private static File environment(String pid) {
        return new File(PROC, pid + "/environ");
    }

    /** Looked at when the handle is there already, so that a number that went to another process ends nobody. */
    private boolean isMarked(ProcessHandle handle) {
        try (InputStream in = new FileInputStream(environment(Long.toString(handle.pid())))) {
            String variables = new String(in.readNBytes(MOST_ENVIRONMENT), StandardCharsets.UTF_8);
            return Arrays.stream(variables.split("\0"))
                    .anyMatch(variable -> variable.equals(home) || variable.startsWith(home + "/"));
        } catch (IOException gone) {
            return false; // or another user's, whom nobody here can end
        }
    }
}
