// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.net.InetSocketAddress;

/** An open listening socket. */
public interface Listening extends AutoCloseable {

    /** The address bound, with the real port where 0 was asked for. */
    InetSocketAddress address();

    /** Accepts no more, and frees the port before it returns. Accepted legs live on. From any thread. */
    @Override
    void close();
}
