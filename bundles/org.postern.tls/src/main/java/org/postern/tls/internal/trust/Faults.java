// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.trust;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.postern.tls.internal.file.Shown;

/** What is wrong with a server's certificate, in words for its administrator. */
final class Faults {
    private static final int MOST_NAMES = 5;
    private static final int MOST_CAUSES = 8;

    private final X509ExtendedTrustManager authorities;
    private final SSLEngine engine;

    Faults(X509ExtendedTrustManager authorities, SSLEngine engine) {
        this.authorities = authorities;
        this.engine = engine;
    }

    /**
     * @param chain what the server showed
     * @param authType as the handshake has it
     * @return what keeps the certificate from being trusted; empty: nothing
     */
    Optional<String> of(X509Certificate[] chain, String authType) {
        try {
            authorities.checkServerTrusted(chain, authType, engine);
            return ofNames(chain[0]);
        } catch (CertificateException | RuntimeException untrusted) { // hostile encodings end in either
            return Optional.of(ofChain(chain, untrusted));
        }
    }

    private Optional<String> ofNames(X509Certificate certificate) throws CertificateParsingException {
        if (ServerName.of(engine.getPeerHost()).isIn(certificate)) {
            return Optional.empty();
        }
        List<String> names = ServerName.namesIn(certificate);
        if (names.isEmpty()) {
            return Optional.of("it is for no name at all");
        }
        String first = Shown.of(String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))));
        int more = names.size() - MOST_NAMES;
        return Optional.of("it is for other names only: " + first + (more > 0 ? " and " + more + " more" : ""));
    }

    private static String ofChain(X509Certificate[] chain, Exception untrusted) {
        Date now = new Date();
        for (int i = 0; i < chain.length; i++) {
            String which = i == 0 ? "it" : "certificate " + (i + 1) + " of its chain";
            if (now.after(chain[i].getNotAfter())) {
                return which + " expired on " + day(chain[i].getNotAfter());
            }
            if (now.before(chain[i].getNotBefore())) {
                return which + " is not valid before " + day(chain[i].getNotBefore());
            }
        }
        Throwable cause = untrusted;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return "an authority in its chain is out of date";
            }
            if (cause instanceof CertPathValidatorException invalid) {
                return ofReason(invalid);
            }
            if (cause instanceof CertPathBuilderException) {
                return unknown(chain);
            }
            cause = cause.getCause();
        }
        return "it cannot be checked: " + Shown.of(String.valueOf(untrusted.getMessage()));
    }

    private static String unknown(X509Certificate[] chain) {
        X509Certificate last = chain[chain.length - 1];
        String issuer = Shown.of(last.getIssuerX500Principal().getName());
        return chain.length == 1 && last.getIssuerX500Principal().equals(last.getSubjectX500Principal())
                ? "it is self-signed"
                : "no authority that is known here issued it; its chain ends with " + issuer;
    }

    private static String ofReason(CertPathValidatorException invalid) {
        if (invalid.getReason() == BasicReason.EXPIRED) {
            return "an authority in its chain expired";
        }
        if (invalid.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
            return "its chain has a key or signature that is too weak";
        }
        if (invalid.getReason() == BasicReason.INVALID_SIGNATURE) {
            return "its chain has a signature that is wrong";
        }
        if (invalid.getReason() == PKIXReason.NAME_CHAINING || invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
            return "no authority that is known here issued it";
        }
        return "its chain does not hold: " + Shown.of(String.valueOf(invalid.getMessage()));
    }

    static String day(Date date) {
        return date.toInstant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
