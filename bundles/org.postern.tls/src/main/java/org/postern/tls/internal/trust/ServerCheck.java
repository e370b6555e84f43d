// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.postern.api.tls.ServerTrust;
import org.postern.tls.internal.file.Shown;

/** Looks at what a server shows during the handshake, on the thread that runs its delegated tasks. */
final class ServerCheck extends X509ExtendedTrustManager {
    private final ServerTrust trust;
    private final X509ExtendedTrustManager authorities;

    ServerCheck(ServerTrust trust, X509ExtendedTrustManager authorities) {
        this.trust = trust;
        this.authorities = authorities;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String finding = switch (trust.verify()) {
            case CA -> {
                Optional<String> fault = new Faults(authorities, engine).of(chain, authType);
                if (fault.isPresent()) {
                    throw new CertificateException(
                            "the server's certificate for " + host(engine) + " is not trusted: " + fault.get());
                }
                yield "verified";
            }
            case PIN -> pinned(chain[0], host(engine));
            case OPPORTUNISTIC ->
                new Faults(authorities, engine)
                        .of(chain, authType)
                        .map(fault -> "not verified: " + fault)
                        .orElse("verified");
        };
        // A resumed session takes this along; its handshake shows no certificate.
        engine.getHandshakeSession().putValue(ServerLine.FINDING, finding);
    }

    private String pinned(X509Certificate certificate, String host) throws CertificateException {
        String own = Fingerprint.ofCertificate(certificate);
        String key = Fingerprint.ofKey(certificate);
        if (trust.pins().contains(own)) {
            return "its certificate is pinned";
        }
        if (trust.pins().contains(key)) {
            return "its key is pinned";
        }
        throw new CertificateException(
                "the server's certificate for " + host + " is not pinned: SHA-256 " + own + ", of its key " + key);
    }

    private static String host(SSLEngine engine) {
        return Shown.of(engine.getPeerHost());
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("engines only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("engines only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no client is asked for a certificate");
    }
}
