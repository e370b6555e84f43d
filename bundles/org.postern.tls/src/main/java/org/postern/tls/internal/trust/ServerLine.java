// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.trust;

import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.postern.tls.internal.file.Shown;

/** What is told of a server's certificate. */
public final class ServerLine {
    /** Key of a session's value: what was found of its certificate. */
    static final String FINDING = "org.postern.tls.finding";

    private ServerLine() {}

    /** @return one line; what comes out of the certificate is cleaned and cut */
    public static String of(SSLSession session) {
        Object finding = session.getValue(FINDING);
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? (finding instanceof String text ? text : "not verified: nothing is known of it") + "; "
                            + line(certificate)
                    : "not verified: no certificate";
        } catch (SSLPeerUnverifiedException | CertificateEncodingException none) {
            return "not verified: no certificate";
        }
    }

    private static String line(X509Certificate certificate) throws CertificateEncodingException {
        return Shown.of(certificate.getSubjectX500Principal().getName())
                + "; issued by " + Shown.of(certificate.getIssuerX500Principal().getName())
                + "; until " + Faults.day(certificate.getNotAfter())
                + "; SHA-256 " + Fingerprint.ofCertificate(certificate)
                + ", of its key " + Fingerprint.ofKey(certificate);
    }
}
