// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection on its way. Everything happens on its I/O thread. */
final class DiallingSocket implements LegProcessor.Waiting {

    private final MinaIoThread thread;
    private final Dial dial;
    private final DialHandler handler;
    private final SocketChannel channel;
    private IoThread.Timer timer = () -> {};
    private boolean done;

    private DiallingSocket(MinaIoThread thread, Dial dial, DialHandler handler, SocketChannel channel) {
        this.thread = thread;
        this.dial = dial;
        this.handler = handler;
        this.channel = channel;
    }

    static void start(MinaIoThread thread, Dial dial, DialHandler handler) {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(ListeningSocket.family(dial.remote()));
        } catch (IOException | UnsupportedOperationException e) {
            handler.failed(new IOException("no socket for " + dial.remote() + ": " + e.getMessage(), e));
            return;
        }
        new DiallingSocket(thread, dial, handler, channel).connect();
    }

    private void connect() {
        try {
            if (thread.isStopping()) {
                throw new IOException("the transport is closed");
            }
            channel.configureBlocking(false);
            dial.setup().prepare(channel);
            if (dial.source().isPresent()) {
                InetSocketAddress source = dial.source().get();
                channel.bind(source);
            }
            if (!channel.connect(dial.remote())) {
                thread.processor().register(channel, SelectionKey.OP_CONNECT, this);
                timer = thread.schedule(dial.timeout(), this::timedOut);
                return;
            }
        } catch (IOException e) {
            fail(e);
            return;
        } catch (RuntimeException | LinkageError e) {
            fail(new IOException("cannot dial " + dial.remote() + ": " + e, e));
            return;
        }
        connected();
    }

    @Override
    public void ready() {
        try {
            if (done || !channel.finishConnect()) {
                return;
            }
        } catch (IOException e) {
            fail(e);
            return;
        }
        connected();
    }

    private void connected() {
        try {
            refuseItself();
        } catch (IOException e) {
            fail(e);
            return;
        }
        done = true;
        timer.cancel();
        NewSocket.adopt(channel, thread, dial.setup(), handler);
    }

    /** On loopback, where nothing listens on a port that the kernel chose for this end too, TCP connects it to itself. */
    private void refuseItself() throws IOException {
        if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // else a server could not listen there for a minute
            throw new ConnectException("Connection refused: nothing listens on " + dial.remote());
        }
    }

    private void timedOut() {
        fail(new SocketTimeoutException("no connection to " + dial.remote() + " within " + dial.timeout()));
    }

    @Override
    public void abort() {
        fail(new IOException("the transport is closed"));
    }

    private void fail(IOException cause) {
        if (!done) {
            done = true;
            timer.cancel();
            NewSocket.discard(channel);
            handler.failed(cause);
        }
    }
}
