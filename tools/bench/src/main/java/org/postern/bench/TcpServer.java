// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Listens on a free port of the loopback interface; each connection has a thread of its own, which blocks. */
final class TcpServer implements Closeable {
    private static final int BACKLOG = 4_096;
    private static final int STACK = 256 * 1024;

    /** What a connection is given to. Its exceptions end the connection, not the server. */
    interface Session {
        void serve(Wire wire) throws IOException;
    }

    private final ServerSocketChannel listening;
    private final InetSocketAddress address;

    private TcpServer(ServerSocketChannel listening, InetSocketAddress address) {
        this.listening = listening;
        this.address = address;
    }

    static TcpServer open(String name, Session session) throws IOException {
        var listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        var server = new TcpServer(listening, (InetSocketAddress) listening.getLocalAddress());
        start(name, () -> server.acceptAll(name, session));
        return server;
    }

    InetSocketAddress address() {
        return address;
    }

    private void acceptAll(String name, Session session) {
        try {
            while (true) {
                var accepted = listening.accept();
                start(name, () -> serve(accepted, session));
            }
        } catch (IOException closed) {
            // close() ends the loop so; whatever else it is, the clients notice that nobody answers.
        }
    }

    private static void serve(SocketChannel accepted, Session session) {
        try (var wire = Wire.accepted(accepted)) {
            session.serve(wire);
        } catch (IOException over) {
            // The peer went away. Messages that it did not finish are missed by the tallies.
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(null, work, name, STACK);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
