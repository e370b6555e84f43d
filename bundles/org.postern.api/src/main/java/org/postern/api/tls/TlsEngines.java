// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes the engines of connections: an OSGi service. Every method returns at once, on any thread; an engine's delegated
 * tasks (private key operations, checks of certificates) may take long and belong on a worker.
 */
@ProviderType
public interface TlsEngines {
    /**
     * For a connection that a client made: the gateway is the server. The certificate is chosen by the name that the client asks
     * for (RFC 6066 section 3), else the default one.
     *
     * @throws TlsUnavailableException if no certificate is configured
     */
    SSLEngine towardsClient() throws TlsUnavailableException;

    /**
     * For a connection to a server: its certificate is checked during the handshake, which fails if it does not do.
     *
     * @param host the name or address that was configured; never one that the peer told
     * @param port its port
     * @param trust what is asked of it
     * @throws TlsUnavailableException if that cannot be asked, such as when the file of authorities is gone
     */
    SSLEngine towardsServer(String host, int port, ServerTrust trust) throws TlsUnavailableException;

    /**
     * @param session of an engine made by {@link #towardsServer} whose handshake is over
     * @return one line about the server's certificate and whether it was verified; cleaned of control characters
     */
    String describeServer(SSLSession session);
}
