// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.postern.api.tls.ServerTrust;
import org.postern.api.tls.TlsEngines;
import org.postern.api.tls.TlsUnavailableException;
import org.postern.gateway.internal.tls.TestKeys;

/** Shows the certificate for localhost, and trusts a server that shows it too. */
final class TestEngines implements TlsEngines {
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final SSLContext showing = TestKeys.showing();
    private final SSLContext trust;
    volatile boolean configured = true;

    TestEngines(SSLContext trust) {
        this.trust = trust;
    }

    @Override
    public SSLEngine towardsClient() throws TlsUnavailableException {
        if (!configured) {
            throw new TlsUnavailableException("no certificate is configured");
        }
        SSLEngine engine = showing.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    @Override
    public SSLEngine towardsServer(String host, int port, ServerTrust asWhat) {
        asked.add(host + ":" + port + " " + asWhat.verify());
        return TestKeys.clientEngine(trust);
    }

    @Override
    public String describeServer(SSLSession session) {
        return "CN=localhost, verified";
    }
}
