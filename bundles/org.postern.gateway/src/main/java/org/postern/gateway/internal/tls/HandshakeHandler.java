// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import java.io.IOException;
import javax.net.ssl.SSLSession;

/**
 * How a handshake came out. Exactly one method is called, once, on the leg's thread; none when the leg was closed or
 * aborted from this side before.
 */
public interface HandshakeHandler {

    /** TLS stands. What was written before is on its way; no octet was received yet. */
    void secured(SSLSession session);

    /** It does not. The connection is being closed, and the leg's handler will be told so. */
    void failed(IOException cause);
}
