// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** What runs in the namespaces. Each role tells on standard output what it sees. */
final class SpikeProcess {

    static final int SMTP = 2525;
    static final int LISTENER = 10025;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private SpikeProcess() {}

    /** Tells each client its address. */
    static final class Server {
        private Server() {}

        public static void main(String[] args) throws IOException {
            try (ServerSocket server = new ServerSocket(SMTP)) {
                System.out.println("ready");
                while (true) {
                    try (Socket client = server.accept()) {
                        String seen = client.getInetAddress().getHostAddress();
                        System.out.println("client " + seen);
                        client.getOutputStream().write(("you are " + seen + "\n").getBytes(UTF_8));
                    }
                }
            }
        }
    }

    /** Tells what the server tells; takes its address, and its port when it is another. */
    static final class Client {
        private Client() {}

        public static void main(String[] args) throws IOException {
            try (Socket socket = new Socket()) {
                socket.setSoTimeout((int) LIMIT.toMillis());
                int port = args.length > 1 ? Integer.parseInt(args[1]) : SMTP;
                socket.connect(new InetSocketAddress(args[0], port), (int) LIMIT.toMillis());
                System.out.println(new String(socket.getInputStream().readAllBytes(), UTF_8).trim());
            }
        }
    }

    /** Relays to where the client meant to go; behind TPROXY in the client's name. */
    static final class Gateway {
        private Gateway() {}

        public static void main(String[] args) throws Exception {
            boolean tproxy = args[0].equals("TPROXY");
            SocketSetup setup = tproxy ? LinuxSocket::allowForeignAddresses : new Redirected();
            try (Transport transport = MinaTransport.open(TransportSettings.defaults())) {
                Relay relay = new Relay(transport, client -> {
                    System.out.println("client "
                            + client.remoteAddress().getAddress().getHostAddress() + " meant "
                            + client.localAddress().getAddress().getHostAddress() + " port "
                            + client.localAddress().getPort());
                    Dial dial = Dial.to(client.localAddress(), LIMIT);
                    InetSocketAddress source =
                            new InetSocketAddress(client.remoteAddress().getAddress(), 0);
                    return tproxy ? dial.from(source).with(setup) : dial;
                });
                transport.listen(new InetSocketAddress("::", LISTENER), 10, setup, relay);
                System.out.println("ready");
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private static final class Redirected implements SocketSetup {
        @Override
        public void prepare(NetworkChannel channel) {
            // an ordinary socket
        }

        @Override
        public InetSocketAddress localAddress(SocketChannel connected) throws IOException {
            return LinuxSocket.originalDestination(connected);
        }
    }
}
