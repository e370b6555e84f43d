// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.postern.gateway.internal.leg.DeadPort;

/** A server on loopback with a small receive buffer. */
final class TestServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket();
    private final BlockingQueue<Peer> accepted = new LinkedBlockingQueue<>();

    TestServer() throws IOException {
        this(0);
    }

    TestServer(int port) throws IOException {
        this(InetAddress.getByName("127.0.0.1"), port);
    }

    TestServer(InetAddress address, int port) throws IOException {
        socket.setReuseAddress(true);
        socket.setReceiveBufferSize(64 * 1024);
        socket.bind(new InetSocketAddress(address, port));
        Thread thread = new Thread(this::accept, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket next = socket.accept();
                next.setSoTimeout(Peer.SECONDS * 1000);
                next.setTcpNoDelay(true);
                accepted.add(new Peer(next));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    String upstream() {
        return "127.0.0.1:" + port();
    }

    Peer accepted() throws InterruptedException {
        Peer peer = accepted.poll(Peer.SECONDS, TimeUnit.SECONDS);
        assertThat(peer).as("a connection to the server").isNotNull();
        return peer;
    }

    /** A new listener tries whether its upstream is there. */
    void probed() throws Exception {
        try (Peer probe = accepted()) {
            assertThat(probe.receiveAll()).isEmpty();
        }
    }

    boolean hasMore() {
        return !accepted.isEmpty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Peer peer : accepted) {
            peer.close();
        }
    }

    /** A port on which nobody listens. */
    static int deadPort() throws IOException {
        return DeadPort.next().getPort();
    }
}
