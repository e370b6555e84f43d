// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Ports of the loopback interface, for processes that must be told one. */
final class Ports {
    /** They stay bound: so the system gives them to nobody else. */
    private static final Queue<Socket> BOUND = new ConcurrentLinkedQueue<>();

    private Ports() {}

    /** Nothing listens on it before who wants that very one, with SO_REUSEADDR as servers do. */
    static InetSocketAddress free() throws IOException {
        var socket = new Socket();
        BOUND.add(socket);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    static boolean isOpen(InetSocketAddress address) {
        try {
            Wire.connect(address).close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** As {@code host:port}. */
    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
