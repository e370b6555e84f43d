// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An instance's folder: {@code etc/}, {@code deploy/} and {@code data/}. Opening it makes what is missing, proves that
 * {@code data/} can be written, and holds a lock until {@link #close()}, so that no two processes share an instance.
 * {@code etc/} and {@code deploy/} may be read-only.
 */
final class Instance implements AutoCloseable {
    private final Path base;
    private final FileChannel lockFile;

    private Instance(Path base, FileChannel lockFile) {
        this.base = base;
        this.lockFile = lockFile;
    }

    /** {@code home} is the distribution, whose {@code etc/} holds the defaults. */
    static Instance open(Path base, Path home) throws LaunchException {
        makeFolder(base);
        if (Files.notExists(base.resolve("etc"))) {
            copyDefaults(home.resolve("etc"), base.resolve("etc"));
        }
        if (!Files.isReadable(base.resolve("etc"))) {
            throw unusable(base.resolve("etc"), "cannot be read; give this user the right to read it");
        }
        makeFolder(base.resolve("deploy"));
        makeFolder(base.resolve("data"));
        makeFolder(base.resolve("data/log"));
        return new Instance(base, lock(base.resolve("data/postern.lock")));
    }

    Path etc() {
        return base.resolve("etc");
    }

    Path deploy() {
        return base.resolve("deploy");
    }

    Path data() {
        return base.resolve("data");
    }

    Path base() {
        return base;
    }

    Path logFile() {
        return base.resolve("data/log/postern.log");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException leftToTheKernel) {
            // The lock ends with the process at the latest, and nothing was written that could be lost.
        }
    }

    private static void makeFolder(Path folder) throws LaunchException {
        try {
            // Follows a symbolic link to a folder, which createDirectories alone would refuse in some places.
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
        } catch (IOException failed) {
            throw unusable(folder, "cannot be made; make it, owned by this user, or choose another --base", failed);
        }
    }

    private static void copyDefaults(Path from, Path to) throws LaunchException {
        try (var files = Files.walk(from)) {
            // A folder comes before what lies in it.
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException failed) {
            throw unusable(
                    to, "the defaults of " + from + " cannot be copied there; remove it and start again", failed);
        }
    }

    private static FileChannel lock(Path file) throws LaunchException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw unusable(file, "cannot be written; data/ must belong to the user that runs Postern", failed);
        }
        try {
            if (!tryLock(channel)) {
                var holder = Files.readString(file).strip();
                channel.close();
                throw new LaunchException(
                        ExitCode.START_FAILED,
                        file + ": another Postern runs with this folder (process " + holder
                                + "); stop it, or give this one its own --base");
            }
            channel.truncate(0)
                    .write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException failed) {
            throw unusable(file, "cannot be locked and written; is the disk full?", failed);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    private static LaunchException unusable(Path what, String advice) {
        return new LaunchException(ExitCode.BASE_UNUSABLE, what + " " + advice);
    }

    private static LaunchException unusable(Path what, String advice, IOException cause) {
        return new LaunchException(ExitCode.BASE_UNUSABLE, what + " " + advice, cause);
    }
}
