// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.osgi.service.component.annotations.Component;
import org.postern.tls.internal.identity.CertificateSource;
import org.postern.tls.internal.identity.Identity;
import org.postern.tls.internal.identity.KeptCertificate;
import org.postern.tls.internal.identity.ShownCertificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All certificates that are configured, and the context in which they are shown. Thread-safe. */
@Component(service = Certificates.class)
public final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final List<KeptCertificate> all = new CopyOnWriteArrayList<>();
    private volatile Optional<SSLContext> context = Optional.empty();

    void add(KeptCertificate certificate) {
        all.add(certificate);
        renew();
    }

    void remove(KeptCertificate certificate) {
        all.remove(certificate);
        renew();
    }

    /** Shows from now on what is there now. Connections that are there keep what they have. */
    synchronized void renew() {
        List<Identity> identities =
                all.stream().flatMap(kept -> kept.identity().stream()).toList();
        if (identities.isEmpty()) {
            context = Optional.empty();
            return;
        }
        try {
            // A new context also forgets sessions, which would go on without the new certificate.
            SSLContext next = SSLContext.getInstance("TLS");
            next.init(new KeyManager[] {new ShownCertificates(identities)}, new TrustManager[0], null);
            context = Optional.of(next);
        } catch (GeneralSecurityException impossible) {
            LOG.error("this Java makes no TLS; the certificates before stay in force", impossible);
        }
    }

    /** Looks at the files of all. */
    void look() {
        boolean changed = false;
        for (KeptCertificate kept : all) {
            changed |= kept.look();
        }
        if (changed) {
            renew();
        }
    }

    /** @return whether that very configuration is in force, with something good to show */
    boolean isGood(CertificateSource source) {
        return all.stream().anyMatch(kept -> kept.isGood(source));
    }

    /** @return whether any is configured, good or not */
    boolean isConfigured() {
        return !all.isEmpty();
    }

    /** @return empty if there is nothing to show */
    Optional<SSLContext> context() {
        return context;
    }
}
