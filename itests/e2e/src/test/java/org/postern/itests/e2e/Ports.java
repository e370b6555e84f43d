// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback interface that nobody uses, for servers that are started a moment later.
 *
 * <p>They are below those that the system gives to outgoing connections, so that none of these takes one in that moment, and no
 * connection to a server that is down connects to itself. Processes of tests that run side by side begin at different places.
 */
final class Ports {
    private static final int FIRST = 10_000;
    private static final int COUNT = 20_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 997 % COUNT));

    private Ports() {}

    static int free() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // somebody else's
            }
        }
        throw new IllegalStateException("none of the ports " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
    }
}
