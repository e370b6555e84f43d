// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.trust;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.postern.api.tls.ServerTrust;
import org.postern.tls.internal.file.UnusableException;

/**
 * One context for each way to trust. They share no sessions: a session is resumed without a look at the certificate, so one
 * that was good enough for the one must not serve the other. Thread-safe.
 */
public final class ServerContexts {
    private static final int MOST = 64;

    private final Authorities authorities;
    private final Path base;
    private final Map<ServerTrust, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ServerTrust, SSLContext> eldest) {
            return size() > MOST;
        }
    };

    /** @param base what relative paths count from */
    public ServerContexts(Authorities authorities, Path base) {
        this.authorities = authorities;
        this.base = base;
    }

    /** @throws UnusableException if the file of authorities cannot be used */
    public synchronized SSLContext get(ServerTrust trust) throws UnusableException, GeneralSecurityException {
        SSLContext known = contexts.get(trust);
        if (known != null) {
            return known;
        }
        X509ExtendedTrustManager anchors = trust.authorities().isPresent()
                ? authorities.in(base.resolve(trust.authorities().get()), "authorities")
                : authorities.system();
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(null, new TrustManager[] {new ServerCheck(trust, anchors)}, null);
        contexts.put(trust, made);
        return made;
    }

    /** Forgets all, and with them the sessions that could be resumed: other authorities are in force. */
    public synchronized void clear() {
        contexts.clear();
    }
}
