// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The folder of the configuration files. Never written to. Watched by looking: notifications of the system miss what
 * happens behind links and on network file systems, and a look at a few dozen files costs next to nothing.
 */
class EtcFolder {
    private final Path folder;

    EtcFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What the folder looked like at one moment.
     *
     * @param files each configuration file with what changes when it is written
     * @param failure why it could not be looked at; empty if it could
     */
    record Look(Map<String, Stamp> files, String failure) {
        Look {
            files = Map.copyOf(files);
        }

        /** Whether anything in it was written so lately that more may be coming. */
        boolean isFresh(Instant now, Duration quiet) {
            return files.values().stream()
                    .anyMatch(stamp -> Duration.between(stamp.modified().toInstant(), now)
                                    .abs()
                                    .compareTo(quiet)
                            < 0);
        }
    }

    /**
     * @param size in octets
     * @param modified when it was written last
     * @param identity the file behind the name; another one after a rename
     */
    record Stamp(long size, FileTime modified, String identity) {
        private static final Stamp UNKNOWN = new Stamp(-1, FileTime.fromMillis(0), "");
    }

    Look look() {
        var files = new TreeMap<String, Stamp>();
        DirectoryStream.Filter<Path> configurations =
                path -> FileName.isConfiguration(path.getFileName().toString());
        try (var paths = Files.newDirectoryStream(folder, configurations)) {
            for (var path : paths) {
                files.put(path.getFileName().toString(), stamp(path));
            }
            return new Look(files, "");
        } catch (IOException | DirectoryIteratorException failed) {
            return new Look(
                    Map.of(), folder + " cannot be read: " + failed.getClass().getSimpleName());
        }
    }

    Reading read(String file) {
        var path = folder.resolve(file);
        try {
            if (!Files.isRegularFile(path)) {
                throw new RefusedException(file, "not a file that can be read");
            }
            try (var octets = Files.newInputStream(path)) {
                return new Reading.Readable(ConfigFile.parse(file, octets.readNBytes(ConfigFile.MAX_OCTETS + 1)));
            }
        } catch (IOException failed) {
            return new Reading.Unreadable(new RefusedException(
                            file,
                            "cannot be read (" + failed.getClass().getSimpleName() + "); give this user the right to")
                    .problems());
        } catch (RefusedException refused) {
            return new Reading.Unreadable(refused.problems());
        }
    }

    private static Stamp stamp(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(
                    attributes.size(), attributes.lastModifiedTime(), Objects.toString(attributes.fileKey(), ""));
        } catch (IOException goneOrForbidden) {
            return Stamp.UNKNOWN;
        }
    }
}
