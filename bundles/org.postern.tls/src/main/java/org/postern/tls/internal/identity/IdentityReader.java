// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postern.tls.internal.file.PemCertificates;
import org.postern.tls.internal.file.SmallFile;
import org.postern.tls.internal.file.UnusableException;
import org.postern.tls.internal.identity.CertificateSource.Snapshot;

/** Makes an identity of files. Nothing is in it that was not checked. */
public final class IdentityReader {
    private static final String CERTIFICATE = "certificate";
    private static final String PASSWORD_FILE = "passwordFile";

    private final CertificateSource source;
    private final Snapshot files;

    private IdentityReader(CertificateSource source, Snapshot files) {
        this.source = source;
        this.files = files;
    }

    /**
     * @param source the configuration
     * @param files its files
     * @throws UnusableException if there is no certificate with a fitting key in them
     */
    public static Identity read(CertificateSource source, Snapshot files) throws UnusableException {
        IdentityReader reader = new IdentityReader(source, files);
        try {
            return source.isPkcs12() ? reader.pkcs12() : reader.pem();
        } catch (RuntimeException damaged) { // what Java's readers throw at encodings that nobody foresaw
            throw new UnusableException(CERTIFICATE, "or its key is damaged; copy them again", damaged);
        }
    }

    private Identity pem() throws UnusableException {
        List<X509Certificate> chain = PemCertificates.read(files.certificate().content(CERTIFICATE), CERTIFICATE);
        PrivateKey key = new PrivateKeyReader(password())
                .read(PrivateKeyReader.blocks(files.key().secret("key")));
        return checked(key, chain, "key");
    }

    private Identity pkcs12() throws UnusableException {
        byte[] octets = files.certificate().secret(CERTIFICATE);
        char[] password = password().orElse(new char[0]);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(octets), password);
            List<String> aliases = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    aliases.add(alias);
                }
            }
            if (aliases.size() != 1) {
                throw new UnusableException(
                        CERTIFICATE, "holds " + aliases.size() + " keys with a certificate; it must hold one");
            }
            Key key = store.getKey(aliases.get(0), password);
            Certificate[] found = store.getCertificateChain(aliases.get(0));
            if (found == null || found.length == 0) {
                throw new UnusableException(CERTIFICATE, "holds a key and no certificate for it");
            }
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : found) {
                chain.add((X509Certificate) certificate);
            }
            return checked((PrivateKey) key, chain, CERTIFICATE);
        } catch (IOException | GeneralSecurityException | ClassCastException unread) {
            throw unread(unread);
        }
    }

    private UnusableException unread(Exception failed) {
        boolean password = failed instanceof UnrecoverableKeyException
                || failed.getCause() instanceof UnrecoverableKeyException
                || source.passwordFile().isEmpty();
        if (!password) {
            return new UnusableException(CERTIFICATE, "is no PKCS#12 store that Java reads", failed);
        }
        return source.passwordFile().isEmpty()
                ? new UnusableException(
                        CERTIFICATE,
                        "has a password, or is no PKCS#12 store; name a file with the password in passwordFile",
                        failed)
                : new UnusableException(PASSWORD_FILE, "does not hold the password of the store", failed);
    }

    private Optional<char[]> password() throws UnusableException {
        if (files.password().isEmpty()) {
            return Optional.empty();
        }
        SmallFile file = files.password().get();
        String first = new String(file.secret(PASSWORD_FILE), UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        if (first.isEmpty()) {
            throw new UnusableException(PASSWORD_FILE, "has no password in its first line");
        }
        return Optional.of(first.toCharArray());
    }

    private Identity checked(PrivateKey key, List<X509Certificate> chain, String keyOfKey) throws UnusableException {
        ChainCheck.check(chain);
        if (!ChainCheck.fits(key, chain.get(0))) {
            throw new UnusableException(
                    keyOfKey,
                    "does not belong to the first certificate in " + source.certificate()
                            + "; put the two together that were made together");
        }
        List<String> names = source.serverNames().isEmpty() ? CertificateNames.of(chain.get(0)) : source.serverNames();
        return new Identity(source, key, chain, names);
    }
}
