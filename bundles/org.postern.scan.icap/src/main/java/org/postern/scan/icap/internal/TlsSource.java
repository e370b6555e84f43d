// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import javax.net.ssl.SSLEngine;
import org.postern.api.tls.ServerTrust;
import org.postern.scan.peer.PeerException;

/** Makes what secures a connection. */
interface TlsSource {
    /** @throws PeerException if there is no TLS to be had now */
    SSLEngine towards(String host, int port, ServerTrust trust) throws PeerException;
}
