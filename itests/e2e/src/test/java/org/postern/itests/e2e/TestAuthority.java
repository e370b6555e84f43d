// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that issues certificates, made by openssl. */
final class TestAuthority implements AutoCloseable {
    private static final List<String> NEW_KEY =
            List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");

    private final Path folder;

    private TestAuthority(Path folder) {
        this.folder = folder;
    }

    /**
     * A certificate with its key, in PEM.
     *
     * @param certificate the file of the one
     * @param key the file of the other
     */
    record Issued(Path certificate, Path key) {
        /** SHA-256 of the key, as pins have it. */
        String pin() throws Exception {
            Command done = Command.run(List.of(
                    "sh",
                    "-c",
                    "openssl x509 -pubkey -noout -in \"$0\" | openssl pkey -pubin -outform DER | openssl sha256 -r",
                    certificate.toString()));
            assertThat(done.exit()).as(done.output()).isZero();
            return done.output().substring(0, 64);
        }

        /** Puts both into a folder, as an administrator does: a moment lies between the two. */
        void copyTo(Path folder) throws IOException {
            Files.createDirectories(folder);
            Files.copy(certificate, folder.resolve("mail.pem"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(key, folder.resolve("mail.key"), StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(folder.resolve("mail.key"), PosixFilePermissions.fromString("rw-------"));
        }
    }

    static TestAuthority make() throws Exception {
        TestAuthority authority = new TestAuthority(Files.createTempDirectory("postern-authority"));
        authority.request(
                "root", "/CN=Test authority", "-x509", "-days", "30", "-addext", "keyUsage=critical,keyCertSign");
        return authority;
    }

    /** Its own certificate, which clients and gateways can be told to trust. */
    Path root() {
        return folder.resolve("root.pem");
    }

    /** @param names as openssl's subjectAltName, such as {@code DNS:localhost} */
    Issued issue(String name, String names) throws Exception {
        return issue(name, names, 30);
    }

    Issued issue(String name, String names, int days) throws Exception {
        request(
                name,
                "/CN=" + name,
                "-CA",
                root().toString(),
                "-CAkey",
                folder.resolve("root.key").toString(),
                "-x509",
                "-days",
                Integer.toString(days),
                "-addext",
                "subjectAltName=" + names,
                "-addext",
                "basicConstraints=critical,CA:FALSE");
        return new Issued(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    /** For clients that trust it and nobody else. */
    SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(root())) {
            store.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void request(String name, String subject, String... more) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("openssl", "req", "-new", "-subj", subject));
        command.addAll(NEW_KEY);
        command.addAll(List.of("-keyout", folder.resolve(name + ".key").toString()));
        command.addAll(List.of("-out", folder.resolve(name + ".pem").toString()));
        command.addAll(List.of(more));
        Command done = Command.run(command);
        assertThat(done.exit()).as("%s: %s", command, done.output()).isZero();
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }
}
