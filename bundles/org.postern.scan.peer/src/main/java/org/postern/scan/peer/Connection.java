// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import org.postern.api.scan.Deadline;

/** A connection that never blocks longer than its user's {@link Patience}. One thread at a time. */
public final class Connection implements Link {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    /** Something was written, and nothing was looked for since: an answer to it can hardly be there yet. */
    private boolean asked;

    Connection(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        key = channel.register(selector, 0);
    }

    /** @throws IOException if there is no connection to be had */
    static Connection to(SocketAddress address, Deadline limit, Patience patience)
            throws PeerException, IOException, InterruptedException {
        while (true) {
            Connection connection = unconnected(address);
            boolean connected = false;
            try {
                connected = connection.connect(address, limit, patience);
                if (connected) {
                    return connection;
                }
                patience.await(connection.selector, limit.orAfter(BETWEEN_TRIES), "no place in its queue");
            } catch (PeerException notYet) {
                if (limit.hasPassed()) {
                    throw notYet;
                }
            } finally {
                if (!connected) {
                    connection.close();
                }
            }
        }
    }

    private static Connection unconnected(SocketAddress address) throws IOException {
        boolean unix = address instanceof UnixDomainSocketAddress;
        SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            if (!unix) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return new Connection(channel, Selector.open());
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** @return whether it is connected; if not, its queue was full and another try is worth while */
    boolean connect(SocketAddress address, Deadline limit, Patience patience)
            throws PeerException, IOException, InterruptedException {
        try {
            if (channel.connect(address)) {
                refuseItself();
                return true;
            }
        } catch (SocketException failed) {
            // A unix socket whose queue is full says EAGAIN at once, and there is nothing to wait for.
            if (isQueueFull(address, failed)) {
                return false;
            }
            throw failed;
        }
        key.interestOps(OP_CONNECT);
        while (!channel.finishConnect()) {
            patience.await(selector, limit, "no connection");
        }
        refuseItself();
        return true;
    }

    /** On loopback, where nothing listens on a port that the kernel chose for this end too, TCP connects it to itself. */
    private void refuseItself() throws IOException {
        if (channel.getLocalAddress() instanceof InetSocketAddress local && local.equals(channel.getRemoteAddress())) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // else an engine could not listen there for a minute
            throw new ConnectException("Connection refused");
        }
    }

    private static boolean isQueueFull(SocketAddress address, SocketException failed) {
        return address instanceof UnixDomainSocketAddress unix
                && !(failed instanceof ConnectException)
                && Files.isWritable(unix.getPath());
    }

    @Override
    public boolean write(ByteBuffer octets, Patience patience) throws PeerException, IOException, InterruptedException {
        asked = true;
        while (true) {
            try {
                channel.write(octets);
            } catch (IOException ended) {
                return false; // what it said before may still be there to be read
            }
            if (!octets.hasRemaining()) {
                return true;
            }
            key.interestOps(OP_WRITE | OP_READ);
            patience.await(selector, patience.nextSign(), "it takes no more of the content");
            // A key that was not selected just now still says what it was ready for the last time.
            if (selector.selectedKeys().contains(key) && key.isReadable()) {
                return false;
            }
        }
    }

    @Override
    public int readNow(ByteBuffer target) {
        asked = false;
        try {
            return channel.read(target);
        } catch (IOException reset) {
            return -1;
        }
    }

    @Override
    public int read(ByteBuffer target, Deadline limit, Patience patience)
            throws PeerException, IOException, InterruptedException {
        int count = asked ? 0 : readNow(target);
        while (count == 0) {
            key.interestOps(OP_READ);
            patience.await(selector, limit, "no answer");
            count = readNow(target);
        }
        return count;
    }

    @Override
    public void close() {
        try (selector) {
            channel.close();
        } catch (IOException gone) {
            // There is nothing left to be lost.
        }
    }
}
