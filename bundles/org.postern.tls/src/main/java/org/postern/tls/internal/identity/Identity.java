// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.postern.tls.internal.file.Shown;

/**
 * A certificate with its key, which fit each other.
 *
 * @param source where it comes from
 * @param key the private key
 * @param chain the certificates that are shown, the server's own first
 * @param names the names that it is shown for, in lower case; a name may begin with {@code *.}
 */
public record Identity(CertificateSource source, PrivateKey key, List<X509Certificate> chain, List<String> names) {
    /** Made by {@link IdentityReader}. */
    public Identity {
        requireNonNull(source);
        requireNonNull(key);
        chain = List.copyOf(chain);
        names = List.copyOf(names);
    }

    /** @return the server's own certificate */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** @return when the first certificate of the chain expires; a root in it counts for nothing, clients have their own */
    public Instant validUntil() {
        return chain.stream()
                .filter(certificate -> certificate.equals(certificate())
                        || !certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal()))
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** @return whether that very name is among its own */
    boolean isFor(String name) {
        return names.contains(name);
    }

    /** @return whether a name with an asterisk, which stands for one label, covers that name */
    boolean covers(String name) {
        int dot = name.indexOf('.');
        return dot > 0 && names.contains("*" + name.substring(dot));
    }

    @Override
    public String toString() {
        return Shown.of(certificate().getSubjectX500Principal().getName()) + " for "
                + Shown.of(String.join(", ", names)); // never the key
    }
}
