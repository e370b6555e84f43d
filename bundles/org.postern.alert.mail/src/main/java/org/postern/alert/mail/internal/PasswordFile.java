// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.postern.api.alert.AlertFailure;

/** A password that stands in a file which nobody but its owner can read (T56). It is read anew for each login. */
final class PasswordFile {
    private static final int MOST_OCTETS = 4096;
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PasswordFile() {}

    /** @return the file's first line */
    static String read(Path file) throws AlertFailure {
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class, NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() || attributes.size() > MOST_OCTETS) {
                throw AlertFailure.temporary("the password file " + file + " is no plain small file");
            }
            if (!OWNERS.containsAll(attributes.permissions())) {
                throw AlertFailure.temporary(
                        "the password file " + file + " is open to others; run: chmod 600 " + file);
            }
            String text = new String(Files.readAllBytes(file), UTF_8);
            return text.lines().findFirst().orElse("");
        } catch (IOException unreadable) {
            throw AlertFailure.temporary("the password file " + file + " cannot be read: "
                    + unreadable.getClass().getSimpleName());
        }
    }
}
