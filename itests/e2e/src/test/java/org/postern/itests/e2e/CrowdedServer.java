// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** A POP3 server that serves any number of sessions by one thread. Each account has one message. */
final class CrowdedServer implements AutoCloseable {
    static final String MESSAGE = "Subject: the only one\r\n\r\nhello\r\n";

    private static final int BACKLOG = 1024;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final AtomicInteger quits = new AtomicInteger();
    private final ByteBuffer buffer = ByteBuffer.allocate(4096);

    CrowdedServer() throws IOException {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::serve, "crowded-server");
        thread.setDaemon(true);
        thread.start();
    }

    String address() throws IOException {
        return "127.0.0.1:" + ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    /** @return how many sessions have ended as a client wished */
    int quits() {
        return quits.get();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> {
                    try {
                        turn(key);
                    } catch (IOException gone) {
                        close(key);
                    }
                });
            }
        } catch (java.nio.channels.ClosedSelectorException | IOException over) {
            // the test has ended, or notices
        }
    }

    private void turn(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            SocketChannel client = listening.accept();
            client.configureBlocking(false);
            StringBuilder pending = new StringBuilder();
            client.register(selector, SelectionKey.OP_READ, pending);
            say(client, "+OK crowded");
            return;
        }
        SocketChannel client = (SocketChannel) key.channel();
        StringBuilder pending = (StringBuilder) key.attachment();
        if (client.read(buffer.clear()) < 0) {
            close(key);
            return;
        }
        pending.append(ISO_8859_1.decode(buffer.flip()));
        for (int end = pending.indexOf("\r\n"); end >= 0; end = pending.indexOf("\r\n")) {
            String command = pending.substring(0, end);
            pending.delete(0, end + 2);
            answer(client, command);
        }
    }

    private void answer(SocketChannel client, String command) throws IOException {
        if (command.equals("RETR 1")) {
            say(client, "+OK\r\n" + MESSAGE + ".");
        } else {
            say(client, "+OK");
        }
        if (command.equals("QUIT")) {
            quits.incrementAndGet();
            client.close();
        }
    }

    /** What is said is short: it fits into the socket's buffer. */
    private static void say(SocketChannel client, String answer) throws IOException {
        client.write(ByteBuffer.wrap((answer + "\r\n").getBytes(ISO_8859_1)));
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException closedAnyhow) {
            // nothing is left to do
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
