// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that behaves on each connection as the test says. */
final class FakeServer implements AutoCloseable {
    /** What it does on one connection, which is closed afterwards. A connection that is lost meanwhile is no failure. */
    interface Conversation {
        void hold(Talk talk) throws IOException;
    }

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-server");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger open = new AtomicInteger();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile Conversation conversation;

    FakeServer(Conversation conversation) throws IOException {
        this(InetAddress.getLoopbackAddress(), conversation);
    }

    FakeServer(InetAddress address, Conversation conversation) throws IOException {
        this.conversation = conversation;
        socket = new ServerSocket(0, 1024, address);
        threads.execute(this::accept);
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** From the next connection on. */
    void behave(Conversation other) {
        conversation = other;
    }

    /** @return how many connections are open */
    int open() {
        return open.get();
    }

    /** Dies in the middle of whatever it does, on all connections at once; new ones are taken. */
    void die() throws IOException {
        for (Socket client : clients) {
            reset(client);
        }
    }

    private static void reset(Socket client) throws IOException {
        try {
            client.setSoLinger(true, 0);
        } catch (SocketException closed) {
            return; // it has just ended by itself
        }
        client.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Conversation now = conversation;
                open.incrementAndGet();
                clients.add(client);
                threads.execute(() -> serve(client, now));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client, Conversation now) {
        try (client) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(60_000);
            now.hold(new Talk(client));
        } catch (IOException gone) {
            // the test notices what is missing
        } finally {
            clients.remove(client);
            open.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    /** One connection. */
    static final class Talk {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream(), 65536);
            this.out = socket.getOutputStream();
        }

        void say(String reply) throws IOException {
            send((reply + "\r\n").getBytes(ISO_8859_1));
        }

        void send(byte[] octets) throws IOException {
            out.write(octets);
            out.flush();
        }

        /** @return the next line without its CRLF */
        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (line.length() < 2 || !line.substring(line.length() - 2).equals("\r\n")) {
                line.append((char) octet());
            }
            return line.substring(0, line.length() - 2);
        }

        int octet() throws IOException {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the client has left");
            }
            return c;
        }

        byte[] octets(int count) throws IOException {
            byte[] octets = in.readNBytes(count);
            if (octets.length < count) {
                throw new EOFException("the client has left");
            }
            return octets;
        }

        /** Waits until the other side has closed. */
        void awaitEnd() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Closes with a RST instead of a FIN. */
        void reset() throws IOException {
            FakeServer.reset(socket);
        }

        void endOutput() throws IOException {
            socket.shutdownOutput();
        }
    }
}
