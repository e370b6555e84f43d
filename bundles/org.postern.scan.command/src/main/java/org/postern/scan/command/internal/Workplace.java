// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.swap.files.PrivateDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the content of scans lies while they run: a directory of this engine of this process, whose name says whose it is. So
 * what a process left that is gone can be told from what another engine works in, and is removed when one opens (T25).
 */
final class Workplace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);
    private static final int RANDOM_OCTETS = 8;
    private static final Pattern OWNED = Pattern.compile("run-([0-9]{1,18})-([0-9]{1,18})-[0-9a-f]{16}");

    /** Start times are reckoned from that of the system, which moves a little when its clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private final Path directory;

    private Workplace(Path directory) {
        this.directory = directory;
    }

    /**
     * @param parent where; made if it is not there
     * @throws IOException if that is no place where mail can lie
     */
    static Workplace open(Path parent) throws IOException {
        PrivateDirectory opened = PrivateDirectory.open(parent);
        sweep(opened.path());
        ProcessHandle self = ProcessHandle.current();
        String name = "run-" + self.pid() + "-" + started(self).toEpochMilli() + "-"
                + PrivateDirectory.randomName(RANDOM_OCTETS);
        return new Workplace(Files.createDirectory(opened.path().resolve(name), Workspace.MODE_0700));
    }

    /** @return a new directory for one run */
    Workspace begin() throws IOException {
        String name = PrivateDirectory.randomName(RANDOM_OCTETS);
        return new Workspace(Files.createDirectory(directory.resolve(name), Workspace.MODE_0700));
    }

    Path directory() {
        return directory;
    }

    /** Ends what still runs and removes all. */
    @Override
    public void close() {
        clear(directory);
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, "run-*")) {
            for (Path each : directories) {
                Matcher owner = OWNED.matcher(each.getFileName().toString());
                if (owner.matches() && !isOwned(Long.parseLong(owner.group(1)), Long.parseLong(owner.group(2)))) {
                    LOG.info("what a process that is gone left behind is removed: {}", each);
                    clear(each);
                }
            }
        }
    }

    private static void clear(Path directory) {
        if (!new ProcessTree(Optional.empty(), directory).end()) {
            LOG.warn("scanners that work in {} cannot be ended", directory);
        }
        try {
            Workspace.remove(directory);
        } catch (IOException remains) {
            LOG.warn("{} cannot be removed wholly; the next start tries again", directory, remains);
        }
    }

    private static boolean isOwned(long pid, long started) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(owner -> Duration.between(started(owner), Instant.ofEpochMilli(started))
                                .abs()
                                .compareTo(TOLERANCE)
                        < 0)
                .isPresent();
    }

    private static Instant started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
