// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * A file as it was at one moment. Links are followed, since that is how certbot lays out what it renews.
 *
 * @param path where it is
 * @param octets its content; empty if it could not be read
 * @param fault why it could not be read; empty if it was
 * @param openTo who else may read it; empty: nobody who should not
 */
public record SmallFile(Path path, byte[] octets, String fault, String openTo) {
    /** More than all authorities of the world take. */
    static final int MOST_OCTETS = 4 << 20;

    /** Made with {@link #read}. */
    public SmallFile {
        requireNonNull(path);
        requireNonNull(octets);
        requireNonNull(fault);
        requireNonNull(openTo);
    }

    /** Reads it as it is now; never fails. */
    public static SmallFile read(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                return unread(path, Files.exists(path) ? "is no plain file" : "is not there");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] octets = in.readNBytes(MOST_OCTETS + 1);
                return octets.length > MOST_OCTETS
                        ? unread(path, "is larger than 4 MiB")
                        : new SmallFile(path, octets, "", openTo(path));
            }
        } catch (NoSuchFileException gone) {
            return unread(path, "is not there");
        } catch (AccessDeniedException denied) {
            return unread(path, "may not be read by the gateway's user");
        } catch (IOException failed) {
            return unread(path, "cannot be read: " + failed.getClass().getSimpleName());
        }
    }

    private static SmallFile unread(Path path, String fault) {
        return new SmallFile(path, new byte[0], fault, "");
    }

    /** A key of root's that a group of its own may read is how Debian keeps them in /etc/ssl/private. */
    private static String openTo(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return "";
        }
        PosixFileAttributes attributes = view.readAttributes();
        Set<PosixFilePermission> allowed = attributes.permissions();
        if (allowed.contains(PosixFilePermission.OTHERS_READ) || allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
            return "everybody";
        }
        boolean group = allowed.contains(PosixFilePermission.GROUP_WRITE)
                || allowed.contains(PosixFilePermission.GROUP_READ)
                        && !attributes.owner().getName().equals("root");
        return group ? "the group " + attributes.group().getName() : "";
    }

    /**
     * @param key the configuration key that names it
     * @return the content
     */
    public byte[] content(String key) throws UnusableException {
        if (!fault.isEmpty()) {
            throw new UnusableException(key, fault);
        }
        if (octets.length == 0) {
            throw new UnusableException(key, "is empty");
        }
        return octets;
    }

    /** As {@link #content}, of a file that nobody but its owner may read (T56). */
    public byte[] secret(String key) throws UnusableException {
        byte[] content = content(key);
        if (!openTo.isEmpty()) {
            throw new UnusableException(key, "is open to " + openTo + "; run: chmod 600 " + path);
        }
        return content;
    }

    /** @return a text that is the same as long as all that is said here is */
    public String print() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets);
            return path + " " + HexFormat.of().formatHex(digest) + " " + fault + " " + openTo;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SmallFile file && print().equals(file.print());
    }

    @Override
    public int hashCode() {
        return print().hashCode();
    }

    @Override
    public String toString() {
        return path.toString(); // never the content
    }
}
