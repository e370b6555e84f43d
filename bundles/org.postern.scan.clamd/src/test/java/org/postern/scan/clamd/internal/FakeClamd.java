// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.postern.scan.peer.Address;

/** A clamd that behaves as its test says, on a port or a unix socket of its own. */
final class FakeClamd implements AutoCloseable {
    /** What it does with one connection; when it returns the connection is closed. */
    interface Behaviour {
        void serve(Client client) throws Exception;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-clamd");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Socket kept = new Socket(); // bound to the port too: while nothing listens there, nobody else gets it
    private final SocketAddress address;
    private ServerSocketChannel server;
    private Future<?> accepting;
    private volatile Behaviour behaviour;

    private FakeClamd(SocketAddress wanted, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        if (wanted instanceof InetSocketAddress) {
            kept.setReuseAddress(true);
            kept.bind(wanted);
        }
        address = listen(kept.isBound() ? kept.getLocalSocketAddress() : wanted);
    }

    static FakeClamd onAPort(Behaviour behaviour) throws IOException {
        return new FakeClamd(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), behaviour);
    }

    static FakeClamd onASocket(Path path, Behaviour behaviour) throws IOException {
        return new FakeClamd(UnixDomainSocketAddress.of(path), behaviour);
    }

    /** Calls infected what holds "evil", and everything else clean. */
    static void honest(Client client) throws Exception {
        for (String command = client.command(); ; command = client.command()) {
            switch (command) {
                case "zIDSESSION" -> {}
                case "zVERSION" -> client.answer("ClamAV 1.4.3/27000/Tue Nov 24 08:00:00 2026");
                case "zINSTREAM" ->
                    client.answer(
                            new String(client.content(), ISO_8859_1).contains("evil")
                                    ? "stream: Evil.Test FOUND"
                                    : "stream: OK");
                default -> throw new AssertionError("an unknown command: " + command);
            }
        }
    }

    /** Takes one whole content after the session has begun, and says that instead of an answer. */
    static Behaviour saying(String octets) {
        return client -> {
            client.scanCommand();
            client.content();
            client.say(octets);
            client.awaitEnd();
        };
    }

    void behave(Behaviour other) {
        behaviour = other;
    }

    Address address() {
        return address instanceof UnixDomainSocketAddress unix
                ? new Address.Unix(unix.getPath())
                : new Address.Tcp("127.0.0.1", ((InetSocketAddress) address).getPort());
    }

    List<Client> clients() {
        return clients;
    }

    private SocketAddress listen(SocketAddress where) throws IOException {
        boolean unix = where instanceof UnixDomainSocketAddress;
        ServerSocketChannel listening =
                unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        listening.bind(where, 200);
        server = listening;
        accepting = threads.submit(() -> accept(listening));
        return listening.getLocalAddress();
    }

    private void accept(ServerSocketChannel listening) {
        try {
            while (true) {
                Client client = new Client(listening.accept());
                clients.add(client);
                threads.execute(() -> client.serve(behaviour));
            }
        } catch (IOException closed) {
            // no longer wanted
        }
    }

    /** Stops as a process does that ends: connections are closed, and no new ones taken. */
    void stop() throws Exception {
        server.close();
        accepting.get(10, TimeUnit.SECONDS); // a call that is under way may still take a connection
        for (Client client : clients) {
            client.channel.close();
            client.awaitEnded();
        }
    }

    void startAgain() throws IOException {
        listen(address);
    }

    @Override
    public void close() throws IOException {
        kept.close();
        server.close();
        for (Client client : clients) {
            client.channel.close();
        }
        threads.shutdownNow();
    }

    /** One connection. */
    static final class Client {
        private final SocketChannel channel;
        private final DataInputStream in;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean closedByPeer;
        private int number;

        Client(SocketChannel channel) {
            this.channel = channel;
            in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        }

        private void serve(Behaviour behaviour) {
            try (channel) {
                behaviour.serve(this);
            } catch (EOFException gone) {
                closedByPeer = true;
            } catch (Exception gone) {
                // the test notices what is missing
            } finally {
                ended.countDown();
            }
        }

        String command() throws IOException {
            StringBuilder command = new StringBuilder();
            for (int c = in.readUnsignedByte(); c != 0; c = in.readUnsignedByte()) {
                command.append((char) c);
            }
            if (!command.toString().equals("zIDSESSION")) {
                number++;
            }
            return command.toString();
        }

        /** Reads up to INSTREAM. */
        void scanCommand() throws IOException {
            String command = command();
            while (!command.equals("zINSTREAM")) {
                command = command();
            }
        }

        byte[] chunk() throws IOException {
            return in.readNBytes(in.readInt());
        }

        byte[] content() throws IOException {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                content.write(chunk);
            }
            return content.toByteArray();
        }

        int number() {
            return number;
        }

        void answer(String text) {
            say(number + ": " + text + "\0");
        }

        void say(String octets) {
            ByteBuffer buffer = ByteBuffer.wrap(octets.getBytes(ISO_8859_1));
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        /** Reads until the gateway closes the connection. */
        void awaitEnd() throws IOException {
            while (true) {
                in.readUnsignedByte();
            }
        }

        /** Blocks until this connection has ended; says whether the gateway has ended it. */
        boolean awaitEnded() throws InterruptedException {
            return ended.await(10, TimeUnit.SECONDS) && closedByPeer;
        }
    }
}
