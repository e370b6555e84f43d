// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a connected socket, accepted or dialled, a leg. */
final class NewSocket {

    private static final Logger LOG = LoggerFactory.getLogger(NewSocket.class);

    private NewSocket() {}

    /** On the thread given. Exactly one method of the handler is called, now or in this turn. */
    static void adopt(SocketChannel channel, MinaIoThread thread, DialHandler handler) {
        try {
            if (thread.isStopping()) {
                throw new IOException("the transport is closed");
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        } catch (IOException e) {
            discard(channel);
            handler.failed(e);
            return;
        }
        thread.adopt(channel, handler);
    }

    static void discard(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A socket that nobody wants was not closed well", e);
        }
    }
}
