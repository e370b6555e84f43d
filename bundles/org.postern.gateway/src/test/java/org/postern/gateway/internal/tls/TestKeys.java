// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key for localhost that only {@link #trusting} contexts know. Made by {@code keytool -genkeypair -alias gateway -keyalg EC
 * -groupname secp256r1 -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1 -validity 36500 -storetype PKCS12 -keystore
 * localhost.p12 -storepass changeit}.
 */
public final class TestKeys {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private TestKeys() {}

    /** Shows the certificate. */
    public static SSLContext showing() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store(), PASSWORD);
            return context(keys, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Knows the certificate. */
    public static SSLContext trusting() {
        try {
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            known.setCertificateEntry("gateway", store().getCertificate("gateway"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(known);
            return context(null, trust);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Knows what Java knows: not the certificate. */
    public static SSLContext distrusting() {
        try {
            return context(null, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(KeyManagerFactory keys, TrustManagerFactory trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys == null ? null : keys.getKeyManagers(), trust == null ? null : trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store() {
        try (InputStream in = TestKeys.class.getResourceAsStream("localhost.p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a server. */
    public static SSLEngine serverEngine(String... protocols) {
        return engine(showing().createSSLEngine(), false, protocols);
    }

    /** Of a client that checks certificate and name. */
    public static SSLEngine clientEngine(SSLContext context, String... protocols) {
        SSLEngine engine = context.createSSLEngine("localhost", 465);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine(engine, true, protocols);
    }

    private static SSLEngine engine(SSLEngine engine, boolean client, String... protocols) {
        engine.setUseClientMode(client);
        if (protocols.length > 0) {
            engine.setEnabledProtocols(protocols);
        }
        return engine;
    }

    /** A client by another implementation than the one that is tested: Java's socket. */
    public static SSLSocket connect(InetSocketAddress address, String... protocols) throws IOException {
        Socket plain = new Socket();
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(10_000);
        plain.connect(address, 10_000);
        return over(plain, protocols);
    }

    /** A client on a connection that stands. */
    public static SSLSocket over(Socket plain, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket(plain, "localhost", 465, true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }
}
