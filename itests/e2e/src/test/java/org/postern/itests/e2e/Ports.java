// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Ports of the loopback interface, for processes that must be told one, and for servers that are not there. */
final class Ports {
    /** They stay bound: so the system gives them to nobody else, and a connection does not meet itself. */
    private static final Queue<Socket> BOUND = new ConcurrentLinkedQueue<>();

    private Ports() {}

    /** Nothing listens on it before who wants that very one, with SO_REUSEADDR as servers do. */
    static int free() {
        Socket socket = new Socket();
        BOUND.add(socket);
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
