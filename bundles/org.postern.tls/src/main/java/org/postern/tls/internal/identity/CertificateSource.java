// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.tls.internal.file.SmallFile;

/**
 * Where a certificate comes from, and when it is shown: one configuration.
 *
 * @param name the configuration's
 * @param certificate a chain in PEM, the server's own certificate first, or a PKCS#12 store
 * @param key in PEM; for PKCS#12, or where it stands in the file of the certificate: that file
 * @param passwordFile what decrypts the key
 * @param serverNames the names that it is shown for, in lower case; none: those that stand in it
 * @param isDefault whether it is shown where no name fits
 */
public record CertificateSource(
        String name,
        Path certificate,
        Path key,
        Optional<Path> passwordFile,
        List<String> serverNames,
        boolean isDefault) {
    /** Checks nothing of the files. */
    public CertificateSource {
        requireNonNull(name);
        requireNonNull(certificate);
        requireNonNull(key);
        requireNonNull(passwordFile);
        serverNames = List.copyOf(serverNames);
    }

    /** The files as they were at one moment. */
    public record Snapshot(SmallFile certificate, SmallFile key, Optional<SmallFile> password) {
        /** @return a text that is the same as long as the files are */
        public String print() {
            return certificate.print() + "\n" + key.print() + "\n"
                    + password.map(SmallFile::print).orElse("");
        }
    }

    /** Reads the files. */
    public Snapshot snapshot() {
        SmallFile first = SmallFile.read(certificate);
        return new Snapshot(
                first, key.equals(certificate) ? first : SmallFile.read(key), passwordFile.map(SmallFile::read));
    }

    /** @return whether the certificate is in a PKCS#12 store, which its name tells */
    public boolean isPkcs12() {
        String file = certificate.toString().toLowerCase(Locale.ROOT);
        return file.endsWith(".p12") || file.endsWith(".pfx");
    }

    /** @return the file that a configuration key names */
    public Path file(String configurationKey) {
        return switch (configurationKey) {
            case "key" -> key;
            case "passwordFile" -> passwordFile.orElse(certificate);
            default -> certificate;
        };
    }
}
