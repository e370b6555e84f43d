// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The bare relay: octets from one connection to another and back, one selector, one thread, nothing looked at. Whatever
 * stands between client and server in Java costs at least about this. A process of its own, so that its cost can be told.
 */
public final class Relay {
    private static final int BACKLOG = 4_096;

    private final Selector selector;
    private final InetSocketAddress upstream;
    /** Buffers of connections that are over; direct memory that is left to the collector piles up. */
    private final Deque<ByteBuffer> spare = new ArrayDeque<>();

    private Relay(Selector selector, InetSocketAddress upstream) {
        this.selector = selector;
        this.upstream = upstream;
    }

    /** Arguments: the port to listen on and the port to connect to, both of the loopback interface. */
    public static void main(String[] args) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(loopback, Integer.parseInt(args[0])), BACKLOG);
        listening.configureBlocking(false);
        var relay = new Relay(Selector.open(), new InetSocketAddress(loopback, Integer.parseInt(args[1])));
        listening.register(relay.selector, SelectionKey.OP_ACCEPT);
        System.out.println("relay ready");
        relay.run();
    }

    private void run() throws IOException {
        while (true) {
            selector.select(key -> {
                if (key.isAcceptable()) {
                    accept((ServerSocketChannel) key.channel());
                } else {
                    ((Side) key.attachment()).ready();
                }
            });
        }
    }

    private void accept(ServerSocketChannel listening) {
        try {
            var client = listening.accept();
            try {
                var there = new Side(client);
                var back = new Side(SocketChannel.open(upstream));
                there.other = back;
                back.other = there;
            } catch (IOException refused) {
                client.close();
                throw refused;
            }
        } catch (IOException refused) {
            System.err.println("relay: " + refused.getMessage());
        }
    }

    /** One of the two connections, and what was read from it and not yet written to the other. */
    private final class Side {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer unwritten = spare.isEmpty() ? ByteBuffer.allocateDirect(64 * 1024) : spare.pop();
        private Side other;
        private boolean ended;

        Side(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ready() {
            try {
                if (key.isValid() && key.isWritable()) {
                    other.flush();
                }
                if (key.isValid() && key.isReadable()) {
                    read();
                }
            } catch (IOException lost) {
                close();
                other.close();
            }
        }

        private void read() throws IOException {
            if (channel.read(unwritten) < 0) {
                ended = true;
            }
            flush();
        }

        /** Writes to the other side what was read here; while something is left, no more is read. */
        private void flush() throws IOException {
            unwritten.flip();
            while (unwritten.hasRemaining() && other.channel.write(unwritten) > 0) {
                // as much as it takes
            }
            var left = unwritten.hasRemaining();
            unwritten.compact();
            interest(key, SelectionKey.OP_READ, !left && !ended);
            interest(other.key, SelectionKey.OP_WRITE, left);
            if (ended && !left) {
                other.channel.shutdownOutput();
                if (other.ended) {
                    close();
                    other.close();
                }
            }
        }

        private static void interest(SelectionKey key, int operation, boolean wanted) {
            if (key.isValid()) {
                key.interestOps(wanted ? key.interestOps() | operation : key.interestOps() & ~operation);
            }
        }

        private void close() {
            if (channel.isOpen()) {
                spare.push(unwritten.clear());
            }
            try {
                channel.close();
            } catch (IOException gone) {
                // It is closed, which was wanted.
            }
        }
    }
}
