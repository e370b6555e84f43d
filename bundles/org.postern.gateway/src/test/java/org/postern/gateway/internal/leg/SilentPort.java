// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port that answers nothing: a listener whose queue is full drops every further SYN. */
final class SilentPort implements AutoCloseable {

    private final ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> queue = new ArrayList<>();

    SilentPort() throws IOException {
        for (int i = 0; i < 5; i++) {
            SocketChannel filling = SocketChannel.open();
            queue.add(filling);
            filling.configureBlocking(false);
            filling.connect(address());
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) full.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel filling : queue) {
            filling.close();
        }
        full.close();
    }
}
