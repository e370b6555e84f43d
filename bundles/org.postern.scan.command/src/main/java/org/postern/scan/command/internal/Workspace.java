// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.postern.api.spool.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one run, with the content under a name that is always the same. One thread. */
final class Workspace implements AutoCloseable {
    static final FileAttribute<Set<PosixFilePermission>> MODE_0700 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final FileAttribute<Set<PosixFilePermission>> MODE_0600 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);
    private static final int BUFFER = 64 * 1024;

    private final Path directory;
    private Map<String, Object> kept = Map.of();

    Workspace(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /**
     * Writes the content into a file.
     *
     * @return its path
     * @throws IOException if the disk is full, among others
     */
    Path keep(Octets content, Limit limit) throws IOException, GivenUpException, InterruptedException {
        Path file = file();
        try (InputStream in = content.open();
                FileChannel out = FileChannel.open(file, Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS), MODE_0600)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                limit.check();
                ByteBuffer octets = ByteBuffer.wrap(buffer, 0, count);
                while (octets.hasRemaining()) {
                    out.write(octets);
                }
            }
        }
        if (Files.size(file) != content.size()) {
            throw new IOException("the content was not written wholly");
        }
        // In the past, so that a change within one tick of the clock is seen; and never twice the same, since scanners
        // remember files by it.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        kept = attributes();
        return file;
    }

    /** @return whether the content is still what was kept: a program that cleans or takes away files calls clean what it left */
    boolean isUnchanged() {
        try {
            return kept.equals(attributes());
        } catch (IOException gone) {
            return false;
        }
    }

    private Path file() {
        return directory.resolve("content");
    }

    private Map<String, Object> attributes() throws IOException {
        return Files.readAttributes(file(), "unix:ino,size,lastModifiedTime", NOFOLLOW_LINKS);
    }

    @Override
    public void close() {
        try {
            remove(directory);
        } catch (IOException remains) {
            LOG.warn("{} cannot be removed wholly; the next start tries again", directory, remains);
        }
    }

    /** Removes it with all that a program put there; follows no links. */
    static void remove(Path directory) throws IOException {
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(folder, MODE_0700.value());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (!Files.isDirectory(file, NOFOLLOW_LINKS)) {
                    throw failure;
                }
                // without rights on it, it was not entered
                Files.setPosixFilePermissions(file, MODE_0700.value());
                remove(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
