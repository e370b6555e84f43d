// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.postern.tls.internal.identity.CertificateSource;

/** The files beside this test, laid out in a folder with the rights they should have. */
public final class Material {
    public static final String PASSWORD = "only for tests";

    private final Path folder;

    public Material(Path folder) {
        this.folder = folder;
    }

    /** Copies one in. */
    public Path file(String name) throws IOException {
        return file(name, name);
    }

    /** Copies one in under another name, in the place of what is there. */
    public Path file(String name, String as) throws IOException {
        Path path = folder.resolve(as);
        Path made = folder.resolve(as + ".new");
        try (InputStream in = requireNonNull(Material.class.getResourceAsStream("/certificates/" + name), name)) {
            Files.copy(in, made, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        return Files.move(made, path, StandardCopyOption.REPLACE_EXISTING);
    }

    public Path text(String as, String text) throws IOException {
        Path path = folder.resolve(as);
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return path;
    }

    public Path password() throws IOException {
        return text("password", PASSWORD + "\n");
    }

    /** The certificate NAME.pem with NAME.key. */
    public CertificateSource source(String name) throws IOException {
        return source(name, false);
    }

    public CertificateSource source(String name, boolean isDefault, String... names) throws IOException {
        return new CertificateSource(
                name, file(name + ".pem"), file(name + ".key"), Optional.empty(), List.of(names), isDefault);
    }
}
