// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.swap.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * A directory that nobody but this process's user can look into or tamper with (T50): mode 0700, owned by that user, and
 * no ancestor lets strangers put something else in its place. Files in it are new, never links, mode 0600.
 */
public final class PrivateDirectory {
    private static final FileAttribute<Set<PosixFilePermission>> MODE_0700 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> MODE_0600 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 02;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    /**
     * Opens a directory, and makes it when it is not there. Its mode is put right; nothing else is.
     *
     * @param directory where; a link is followed once, here
     * @throws IOException if it cannot be made or written, belongs to another user, or strangers could replace it; the
     *     message tells an administrator what to do
     */
    public static PrivateDirectory open(Path directory) throws IOException {
        Files.createDirectories(directory.toAbsolutePath(), MODE_0700);
        Path real = directory.toRealPath();
        refuseWritableAncestors(real);
        PrivateDirectory opened = new PrivateDirectory(real);
        opened.refuseForeignOwner();
        Files.setPosixFilePermissions(real, MODE_0700.value());
        return opened;
    }

    /** @return where it really is */
    public Path path() {
        return path;
    }

    /**
     * Makes a file for writing, mode 0600. Fails when something of that name is there, be it a link.
     *
     * @param name a plain name
     */
    public FileChannel create(String name) throws IOException {
        return FileChannel.open(file(name), Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS), MODE_0600);
    }

    /** Makes an empty file, mode 0600. Fails when something of that name is there, be it a link. */
    public Path createEmpty(String name) throws IOException {
        return Files.createFile(file(name), MODE_0600);
    }

    /**
     * @param name a plain name
     * @return the path of that file
     */
    public Path file(String name) {
        Path file = path.resolve(name).normalize();
        if (!path.equals(file.getParent()) || !file.getFileName().toString().equals(name)) {
            throw new IllegalArgumentException("not a plain name");
        }
        return file;
    }

    /** Waits until names that were made, renamed or removed are on the disk. */
    public void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(path, READ)) {
            directory.force(true);
        }
    }

    /** @return hexadecimal digits that nobody can guess */
    public static String randomName(int octets) {
        byte[] random = new byte[octets];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** The next directory up must not be writable by everybody; one further up may be with the sticky bit, as /tmp is. */
    private static void refuseWritableAncestors(Path real) throws IOException {
        for (Path above = real.getParent(); above != null; above = above.getParent()) {
            int mode = (Integer) Files.getAttribute(above, "unix:mode");
            boolean sticky = (mode & STICKY) != 0 && !above.equals(real.getParent());
            if ((mode & OTHERS_WRITE) != 0 && !sticky) {
                String why = "everybody may write in " + above + " and so replace it; run: chmod o-w " + above;
                throw refusal(real, why);
            }
        }
    }

    /** Whoever makes a file owns it, which tells this process's user without asking the system for it. */
    private void refuseForeignOwner() throws IOException {
        Path probe;
        try {
            probe = createEmpty(".owner-" + randomName(8));
        } catch (AccessDeniedException denied) {
            throw refusal(path, "this process's user may not write there; give it to that user with chown");
        }
        try {
            Object user = Files.getAttribute(probe, "unix:uid", NOFOLLOW_LINKS);
            Object owner = Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS);
            if (!user.equals(owner)) {
                String owners = "it belongs to user " + owner + ", and this process runs as user " + user;
                throw refusal(path, owners + "; run: chown " + user + " " + path);
            }
        } finally {
            Files.delete(probe);
        }
    }

    private static FileSystemException refusal(Path directory, String why) {
        return new FileSystemException(directory.toString(), null, "refused: " + why);
    }
}
