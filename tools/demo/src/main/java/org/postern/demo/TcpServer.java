// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** One port, one thread a connection, at most {@value #CONNECTIONS} at once. */
final class TcpServer implements AutoCloseable {
    private static final int CONNECTIONS = 200;
    private static final int IDLE_MILLIS = 300_000;

    /** Serves one connection to its end. */
    interface Session {
        void serve(Wire wire) throws IOException;
    }

    private final ServerSocket listening;
    private final Session session;
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TcpServer(ServerSocket listening, Session session) {
        this.listening = listening;
        this.session = session;
    }

    static TcpServer open(InetSocketAddress address, String name, Session session) throws IOException {
        var listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(address);
        var server = new TcpServer(listening, session);
        daemon(name, server::acceptAll).start();
        return server;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                free.acquire();
                var socket = listening.accept();
                open.add(socket);
                daemon("session", () -> serve(socket)).start();
            } catch (SocketException closedOnPurpose) {
                return;
            } catch (IOException failed) {
                free.release();
                System.err.println("demo server: a connection was not taken: " + failed.getMessage());
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(IDLE_MILLIS);
            session.serve(new Wire(socket));
        } catch (IOException theClientsBusiness) {
            // It closed the connection, or said nothing for minutes: this session is over, and nothing else.
        } finally {
            open.remove(socket);
            free.release();
        }
    }

    private static Thread daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
