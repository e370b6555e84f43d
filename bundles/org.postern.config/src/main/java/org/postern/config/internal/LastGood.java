// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good copy of each file, in a folder of its own that only this user can read. Written in whole: a crash leaves
 * the old copy or the new one. When the disk refuses, what is in memory counts until the next start. Not thread-safe.
 */
final class LastGood {
    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final String UNFINISHED = ".new";

    private final Path folder;
    private final Map<String, ConfigFile> onDisk = new TreeMap<>();
    private Map<String, ConfigFile> files;

    LastGood(Path folder) {
        this.folder = folder;
        load();
        this.files = Map.copyOf(onDisk);
    }

    Map<String, ConfigFile> files() {
        return files;
    }

    /** Keeps exactly these from now on. Blocks on the disk; does not throw. */
    void keep(Map<String, ConfigFile> accepted) {
        files = Map.copyOf(accepted);
        if (files.equals(onDisk)) {
            return;
        }
        try {
            makeFolder();
            for (var file : files.entrySet()) {
                if (!file.getValue().equals(onDisk.get(file.getKey()))) {
                    write(file.getKey(), file.getValue());
                }
            }
            for (var gone : new HashSet<>(onDisk.keySet())) {
                if (!files.containsKey(gone)) {
                    Files.deleteIfExists(folder.resolve(gone));
                    onDisk.remove(gone);
                }
            }
            try (var entries = FileChannel.open(folder)) {
                entries.force(true);
            }
        } catch (IOException failed) {
            LOG.error(
                    "{}: the last good copies cannot be kept there; a bad file would have nothing to fall back to after a "
                            + "restart. Is the disk full, or does the folder belong to another user?",
                    folder,
                    failed);
        }
    }

    private void write(String name, ConfigFile file) throws IOException {
        var unfinished = folder.resolve(name + UNFINISHED);
        Files.deleteIfExists(unfinished);
        if (isPosix()) {
            // It may hold a password: nobody else may read it, not even for a moment.
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var octets = ByteBuffer.wrap(file.text().getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        Files.move(
                unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        onDisk.put(name, file);
    }

    private void makeFolder() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder.getParent());
        try {
            if (isPosix()) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException soMuchTheBetter) {
            LOG.debug("{} was made meanwhile", folder);
        }
    }

    private boolean isPosix() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private void load() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var kept = new EtcFolder(folder);
        for (var name : kept.look().files().keySet()) {
            if (kept.read(name) instanceof Reading.Readable readable) {
                onDisk.put(name, readable.file());
            } else {
                LOG.warn("{}: this last good copy cannot be read; it is not used", folder.resolve(name));
            }
        }
    }
}
