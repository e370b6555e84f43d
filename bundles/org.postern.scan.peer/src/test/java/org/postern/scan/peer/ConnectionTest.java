// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.scan.Deadline;

@Timeout(60)
class ConnectionTest {
    private static final Deadline LIMIT = Deadline.after(Duration.ofSeconds(30));

    private static void connect(SocketChannel from, InetSocketAddress to) throws Exception {
        try (Connection connection = new Connection(from, Selector.open())) {
            assertThat(connection.connect(to, LIMIT, Patience.until(LIMIT, Duration.ofSeconds(30))))
                    .isTrue();
        }
    }

    private static SocketChannel bound(InetSocketAddress address) throws Exception {
        return SocketChannel.open().bind(address);
    }

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void connectsToWhoListens() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            connect(bound(ANY), (InetSocketAddress) server.getLocalSocketAddress());
            assertThat(server.accept()).isNotNull();
        }
    }

    /** The system may choose the engine's port as that of the connection, and TCP then connects it to itself. */
    @Test
    void isRefusedWhereItMeetsItself() throws Exception {
        SocketChannel channel = bound(ANY);
        InetSocketAddress itself = (InetSocketAddress) channel.getLocalAddress();

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> connect(channel, itself))
                .withMessage("Connection refused");

        new ServerSocket(itself.getPort(), 1, itself.getAddress()).close(); // nothing is left in its way
    }
}
