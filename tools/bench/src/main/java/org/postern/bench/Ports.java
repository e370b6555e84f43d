// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface, for processes that must be told one. */
final class Ports {
    private Ports() {}

    /** One that nobody listens on now. */
    static InetSocketAddress free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
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
