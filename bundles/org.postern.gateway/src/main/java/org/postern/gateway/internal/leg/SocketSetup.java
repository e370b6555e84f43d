// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;

/**
 * What a kind of socket needs that Java does not know, such as {@code IP_TRANSPARENT} or {@code SO_ORIGINAL_DST}. Called on
 * any thread; must neither block, bind nor close. What it throws fails the listen, the dial, or the one connection.
 */
@FunctionalInterface
public interface SocketSetup {

    /** Leaves the socket as it is. */
    SocketSetup NONE = channel -> {};

    /** Sets options on a socket that exists but is neither bound nor connected. */
    void prepare(NetworkChannel channel) throws IOException;

    /**
     * What {@link Leg#localAddress()} tells: the socket's own address, which behind TPROXY is already the one the client
     * meant. A listener behind REDIRECT asks the kernel for it here.
     */
    default InetSocketAddress localAddress(SocketChannel connected) throws IOException {
        return (InetSocketAddress) connected.getLocalAddress();
    }
}
