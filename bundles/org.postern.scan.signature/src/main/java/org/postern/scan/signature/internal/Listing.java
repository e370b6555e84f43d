// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The signature files of a directory at some time, without what they hold.
 *
 * @param files the files in the order of their names, and what changes when they do
 */
record Listing(Map<Path, Stamp> files) {
    private static final String PATTERN = "*.{hdb,hsb,ndb}";

    /**
     * What changes when a file does.
     *
     * @param status when the file's owner, rights, times or content were changed last, where the system tells
     */
    record Stamp(long size, Object modified, Object status, String key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.size(),
                    attributes.lastModifiedTime(),
                    status(file),
                    Objects.toString(attributes.fileKey(), ""));
        }

        private static Object status(Path file) throws IOException {
            try {
                return Files.getAttribute(file, "unix:ctime");
            } catch (UnsupportedOperationException | IllegalArgumentException otherSystem) {
                return "";
            }
        }
    }

    /** @return those of a directory; none if there is no such directory */
    static Listing of(Path directory) throws IOException {
        Map<Path, Stamp> files = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PATTERN)) {
            for (Path file : found) {
                if (!file.getFileName().toString().startsWith(".")) {
                    add(files, file);
                }
            }
        } catch (NoSuchFileException none) {
            return new Listing(Map.of());
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new Listing(files);
    }

    private static void add(Map<Path, Stamp> files, Path file) throws IOException {
        try {
            files.put(file, Stamp.of(file));
        } catch (NoSuchFileException gone) {
            // It left between the listing and the look, or is a link to nothing: it is not there.
            files.remove(file);
        }
    }

    /** @return whether a file that is new or changed has no end of line at its end: somebody may be writing it */
    boolean endsWithinALineSince(Listing before) {
        return files.entrySet().stream()
                .anyMatch(entry ->
                        !entry.getValue().equals(before.files.get(entry.getKey())) && endsWithinALine(entry.getKey()));
    }

    private static boolean endsWithinALine(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(Math.max(0, channel.size() - 1));
            return channel.read(last) == 1 && last.get(0) != '\n';
        } catch (IOException unreadable) {
            return false; // reading it whole will tell why
        }
    }
}
