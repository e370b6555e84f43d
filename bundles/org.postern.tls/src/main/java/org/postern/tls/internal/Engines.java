// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.postern.api.tls.ServerTrust;
import org.postern.api.tls.TlsEngines;
import org.postern.api.tls.TlsUnavailableException;
import org.postern.tls.internal.file.UnusableException;
import org.postern.tls.internal.trust.ServerLine;
import org.postern.tls.internal.trust.ServerName;

/** Makes engines. TLS 1.2 and 1.3 only (RFC 8996, RFC 8997). */
@Component
public final class Engines implements TlsEngines {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Certificates certificates;
    private final Trusts trusts;

    /** Takes what is configured. */
    @Activate
    public Engines(@Reference Certificates certificates, @Reference Trusts trusts) {
        this.certificates = certificates;
        this.trusts = trusts;
    }

    @Override
    public SSLEngine towardsClient() throws TlsUnavailableException {
        SSLContext context = certificates
                .context()
                .orElseThrow(() -> new TlsUnavailableException(
                        certificates.isConfigured()
                                ? "there is no certificate to show to clients: none that is configured in"
                                        + " etc/org.postern.tls~*.cfg can be used; the log says why"
                                : "there is no certificate to show to clients; write etc/org.postern.tls~<name>.cfg"));
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(Arrays.stream(parameters.getCipherSuites())
                .filter(Engines::isSound)
                .toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Forward secrecy and authenticated encryption, which every client of TLS 1.2 that is still kept up has. */
    private static boolean isSound(String cipherSuite) {
        return !cipherSuite.contains("_CBC_") && !cipherSuite.startsWith("TLS_RSA_");
    }

    /** Java's own cipher suites, for what an old server has is better than what it does in the clear. */
    @Override
    public SSLEngine towardsServer(String host, int port, ServerTrust trust) throws TlsUnavailableException {
        try {
            SSLEngine engine = trusts.contexts().get(trust).createSSLEngine(host, port);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            parameters.setServerNames(asked(host));
            engine.setSSLParameters(parameters);
            return engine;
        } catch (UnusableException unusable) {
            throw new TlsUnavailableException(
                    "the file of authorities " + trust.authorities().orElseThrow() + " " + unusable.getMessage(),
                    unusable);
        } catch (GeneralSecurityException impossible) {
            throw new TlsUnavailableException("this Java makes no TLS; the log of its start says why", impossible);
        }
    }

    /** RFC 6066 section 3: no addresses. A name that is none in its sense is not sent; the certificate is checked for it. */
    private static List<SNIServerName> asked(String host) {
        ServerName name = ServerName.of(host);
        if (name.address().isPresent()) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name.text()));
        } catch (IllegalArgumentException none) {
            return List.of();
        }
    }

    @Override
    public String describeServer(SSLSession session) {
        return ServerLine.of(session);
    }
}
