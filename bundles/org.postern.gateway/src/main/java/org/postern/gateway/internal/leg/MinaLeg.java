// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A leg on a MINA session. MINA calls the package-private methods, on the leg's thread like all the others. */
final class MinaLeg implements Leg {

    private static final Logger LOG = LoggerFactory.getLogger(MinaLeg.class);

    /**
     * How long a closing leg waits for the peer's FIN when all its octets are out. Closing a socket that still gets
     * octets resets the connection, and the reset takes from the peer the last reply it has not read yet.
     */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private enum State {
        OPEN,
        CLOSING,
        OVER
    }

    private final LegSession session;
    private final MinaIoThread thread;
    private final TransportSettings settings;
    private final DialHandler opening;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final Outbox outbox = new Outbox();
    private LegHandler handler = Nobody.HERE;
    private State state = State.OPEN;
    private boolean paused;
    private boolean congested;
    private boolean inputEnded;
    private boolean outputEnding;
    private boolean outputEnded;
    private IoThread.Timer timer = () -> {};
    private Optional<Closed> how = Optional.empty();

    MinaLeg(LegSession session, MinaIoThread thread, TransportSettings settings, NewSocket socket) {
        this.session = session;
        this.thread = thread;
        this.settings = settings;
        this.opening = socket.handler();
        this.local = socket.local();
        this.remote = socket.remote();
    }

    private SocketChannel channel() {
        return session.getChannel();
    }

    @Override
    public IoThread thread() {
        return thread;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public void write(ByteBuffer octets) {
        thread.check();
        if (state != State.OPEN) {
            return;
        }
        if (outputEnding) {
            throw new IllegalStateException("written after shutdownOutput");
        }
        if (octets.hasRemaining()) {
            outbox.add(octets);
            congested |= outbox.pending() > settings.highWaterOctets();
            thread.processor().flushLater(session);
        }
    }

    @Override
    public long pendingOctets() {
        thread.check();
        return outbox.pending();
    }

    @Override
    public boolean isCongested() {
        thread.check();
        return congested;
    }

    @Override
    public void pauseRead() {
        thread.check();
        paused = true;
        listenToPeer();
    }

    @Override
    public void resumeRead() {
        thread.check();
        paused = false;
        listenToPeer();
    }

    @Override
    public void shutdownOutput() {
        thread.check();
        outputEnding = true;
        endOutputIfFlushed();
    }

    @Override
    public void close() {
        thread.check();
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        outputEnding = true;
        timer = thread.schedule(settings.closeTimeout(), this::closeTimedOut);
        listenToPeer();
        endOutputIfFlushed();
    }

    @Override
    public void abort() {
        thread.check();
        reset(new Closed.Aborted());
    }

    /** A closing leg reads on, and throws away, so that a peer that waits to be read comes to read us. */
    boolean wantsInput() {
        return !inputEnded && (state == State.CLOSING || (state == State.OPEN && !paused));
    }

    private void listenToPeer() {
        thread.processor().setReading(session, wantsInput());
    }

    void opened() {
        try {
            handler = new GuardedHandler(opening.connected(this), this::handlerFailed);
        } catch (Throwable t) {
            handlerFailed(t);
        }
    }

    void notOpened(Exception cause) {
        state = State.OVER;
        opening.failed(cause instanceof IOException io ? io : new IOException("cannot be polled: " + cause, cause));
    }

    void received(ByteBuffer octets) {
        if (state == State.OPEN) {
            handler.received(octets);
        }
    }

    void inputClosed() {
        inputEnded = true;
        listenToPeer();
        if (state == State.OPEN) {
            handler.inputEnded();
        }
        endIfBothEnded();
    }

    /** The kernel took octets. MINA is in the middle of flushing: the handler hears of it in the next turn. */
    void taken(int count) {
        if (state == State.OVER) {
            return;
        }
        outbox.taken(count);
        endOutputIfFlushed();
        if (congested && outbox.pending() <= settings.lowWaterOctets()) {
            congested = false;
            thread.execute(this::drained);
        }
    }

    private void drained() {
        if (state == State.OPEN) {
            handler.drained();
        }
    }

    private void endOutputIfFlushed() {
        if (!outputEnding || state == State.OVER || outbox.pending() > 0) {
            return;
        }
        try {
            channel().shutdownOutput();
            outputEnded = true;
        } catch (IOException e) {
            broken(e);
            return;
        }
        if (state == State.CLOSING) {
            linger();
        }
        endIfBothEnded();
    }

    private void linger() {
        Duration atMost = settings.closeTimeout().compareTo(LINGER) < 0 ? settings.closeTimeout() : LINGER;
        timer.cancel();
        timer = thread.schedule(atMost, () -> end(new Closed.Flushed()));
    }

    private void endIfBothEnded() {
        if (inputEnded && outputEnded) {
            end(new Closed.Flushed());
        }
    }

    private void closeTimedOut() {
        reset(new Closed.TimedOut(outbox.pending()));
    }

    /** A reset that answers our own FIN is no news: every octet is out. */
    void broken(IOException cause) {
        end(state == State.CLOSING && outputEnded ? new Closed.Flushed() : new Closed.Broken(cause));
    }

    private void handlerFailed(Throwable cause) {
        MinaIoThread.report("a handler failed, the connection " + this + " ends", cause);
        reset(new Closed.HandlerFailed(cause));
    }

    private void reset(Closed reason) {
        if (state == State.OVER) {
            return;
        }
        try {
            channel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.debug("No reset for a connection that is gone already", e);
        }
        end(reason);
    }

    private void end(Closed reason) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        how = Optional.of(reason);
        congested = false;
        timer.cancel();
        outbox.clear();
        session.closeNow();
    }

    /** MINA has closed the socket. */
    void gone() {
        state = State.OVER;
        handler.closed(how.orElseGet(() -> new Closed.Broken(new IOException("the connection was lost"))));
        handler = Nobody.HERE;
    }

    Outbox outbox() {
        return outbox;
    }

    @Override
    public String toString() {
        return local + " - " + remote;
    }
}
