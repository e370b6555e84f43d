// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.postern.tls.internal.file.PemCertificates;
import org.postern.tls.internal.file.SmallFile;
import org.postern.tls.internal.file.UnusableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of authorities, kept in memory and followed; and those that Java trusts. Thread-safe. */
public final class Authorities {
    private static final Logger LOG = LoggerFactory.getLogger(Authorities.class);

    /** Whatever the configurations were in the course of time: more than this are not in use. */
    private static final int MOST_FILES = 64;

    private final X509ExtendedTrustManager system;
    private final Map<Path, Kept> files = new ConcurrentHashMap<>();

    /**
     * @param read what the authorities were read from
     * @param seen what was seen last
     */
    private record Kept(String read, String seen, X509ExtendedTrustManager authorities) {}

    /** Reads those that Java trusts. */
    public Authorities() {
        try {
            system = authorities(Optional.empty());
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("the authorities that Java trusts cannot be read", broken);
        }
    }

    /** @return those that Java trusts */
    X509ExtendedTrustManager system() {
        return system;
    }

    /**
     * The authorities in a file. It is read when it is named for the first time, which the check of a configuration does;
     * after that this returns at once.
     *
     * @param key the configuration key that names it
     */
    public X509ExtendedTrustManager in(Path file, String key) throws UnusableException {
        Kept kept = files.get(file);
        return kept != null
                ? kept.authorities()
                : read(SmallFile.read(file), key).authorities();
    }

    private Kept read(SmallFile file, String key) throws UnusableException {
        List<X509Certificate> certificates = PemCertificates.read(file.content(key), key);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry(String.valueOf(i), certificates.get(i));
            }
            String print = file.print();
            Kept kept = new Kept(print, print, authorities(Optional.of(store)));
            if (files.size() >= MOST_FILES) {
                files.clear(); // those in use come back with their next connection
            }
            files.put(file.path(), kept);
            return kept;
        } catch (GeneralSecurityException | IOException | RuntimeException failed) {
            throw new UnusableException(key, "holds a certificate that Java cannot use", failed);
        }
    }

    private static X509ExtendedTrustManager authorities(Optional<KeyStore> store)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store.orElse(null));
        for (TrustManager candidate : factory.getTrustManagers()) {
            if (candidate instanceof X509ExtendedTrustManager found) {
                return found;
            }
        }
        throw new IOException("no PKIX in this Java");
    }

    /**
     * Looks whether files changed; takes those that were the same twice. A broken one is not taken.
     *
     * @return whether other authorities are in force now
     */
    public boolean look() {
        boolean changed = false;
        for (Map.Entry<Path, Kept> entry : files.entrySet()) {
            changed |= look(entry.getKey(), entry.getValue());
        }
        return changed;
    }

    private boolean look(Path path, Kept kept) {
        SmallFile now = SmallFile.read(path);
        String print = now.print();
        if (print.equals(kept.read()) || !print.equals(kept.seen())) {
            files.replace(path, kept, new Kept(kept.read(), print, kept.authorities()));
            return false;
        }
        try {
            read(now, "");
            LOG.info("{}: the authorities there were read again", path);
            return true;
        } catch (UnusableException unusable) {
            files.replace(path, kept, new Kept(print, print, kept.authorities()));
            LOG.warn(
                    "{}: the file of authorities {}; what was read before stays in force", path, unusable.getMessage());
            return false;
        }
    }
}
