// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A port on which nothing listens, up to the end of the tests. It is bound: so the system gives it neither to another test
 * nor to a connection as its own port, and who wants that very one, with SO_REUSEADDR as servers do, can listen there.
 */
public final class DeadPort {
    private static final Queue<Socket> BOUND = new ConcurrentLinkedQueue<>();

    private DeadPort() {}

    public static InetSocketAddress next() throws IOException {
        Socket socket = new Socket();
        BOUND.add(socket);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }
}
