// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connected socket, accepted or dialled, that is about to become a leg.
 *
 * @param local what the leg tells as its local address
 * @param handler hears of the leg
 */
record NewSocket(SocketChannel channel, InetSocketAddress local, InetSocketAddress remote, DialHandler handler) {

    private static final Logger LOG = LoggerFactory.getLogger(NewSocket.class);

    /** On the thread given. Exactly one method of the handler is called, now or in this turn. */
    static void adopt(SocketChannel channel, MinaIoThread thread, SocketSetup setup, DialHandler handler) {
        NewSocket socket;
        try {
            if (thread.isStopping()) {
                throw new IOException("the transport is closed");
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            socket = new NewSocket(channel, setup.localAddress(channel), remote, handler);
        } catch (IOException e) {
            fail(channel, handler, e);
            return;
        } catch (RuntimeException | LinkageError e) {
            fail(channel, handler, new IOException("the socket cannot be set up: " + e, e));
            return;
        }
        thread.adopt(socket);
    }

    private static void fail(SocketChannel channel, DialHandler handler, IOException cause) {
        discard(channel);
        handler.failed(cause);
    }

    static void discard(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A socket that nobody wants was not closed well", e);
        }
    }
}
