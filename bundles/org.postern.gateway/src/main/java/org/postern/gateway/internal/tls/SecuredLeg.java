// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.postern.gateway.internal.leg.Closed;
import org.postern.gateway.internal.leg.IoThread;
import org.postern.gateway.internal.leg.Leg;
import org.postern.gateway.internal.leg.LegHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leg on which TLS was begun: keeps the promises of {@link Leg} with octets that travel encrypted.
 *
 * <p>Towards the connection it is the {@link LegHandler}, towards its user the {@link Leg}. What is written before the
 * handshake is over waits for it. Pausing reads does not hold up the handshake. The end of input is told only when the peer
 * has said so under the keys (close_notify); a connection that ends without is {@link Closed.Broken}, since anybody on the
 * way could have cut it. With TLS 1.2 that word of the peer ends both directions (RFC 5246 section 7.2.1): what is written
 * afterwards is thrown away.
 */
public final class SecuredLeg implements Leg, LegHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SecuredLeg.class);

    /** For the handshake of a leg that is closed before, and has something to say. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Leg leg;
    private final LegHandler user;
    private final TlsRecords records;
    private final EngineTasks tasks;
    private final Handshake handshake;
    private final Unsent unsent = new Unsent();
    private boolean established;
    private boolean turning;
    private boolean paused;
    private boolean outputEnding;
    private boolean closing;
    private boolean inputEnded;
    private boolean connectionEnded;

    /** Nothing is encrypted or decrypted any more. */
    private boolean over;

    private Optional<Closed> how = Optional.empty();

    /**
     * How TLS is begun.
     *
     * @param engine fresh; of a server towards a client and the other way round
     * @param workers run the engine's tasks, which may take long
     * @param handshake how long it may take
     */
    public record Terms(SSLEngine engine, Executor workers, Duration handshake) {}

    private SecuredLeg(Leg leg, Terms terms, LegHandler user, HandshakeHandler outcome) {
        this.leg = leg;
        this.user = user;
        this.records = new TlsRecords(terms.engine(), leg::write);
        this.tasks = new EngineTasks(terms.workers(), this::post);
        Duration limit = terms.handshake();
        this.handshake = new Handshake(outcome, thread().schedule(limit, () -> guard(() -> overdue(limit))));
    }

    /**
     * Begins TLS after what was written to the leg. Whatever happens on the leg is to be passed to what is returned from
     * here on, which passes on what is the user's; nobody else calls the leg any more.
     */
    public static SecuredLeg begin(Leg leg, Terms terms, LegHandler user, HandshakeHandler outcome) {
        SecuredLeg secured = new SecuredLeg(leg, terms, user, outcome);
        leg.resumeRead();
        try {
            secured.records.begin();
            secured.post(secured::turn);
        } catch (SSLException e) {
            secured.post(() -> secured.fail(e));
        }
        return secured;
    }

    private void overdue(Duration limit) {
        if (!handshake.isOver()) {
            fail(new IOException("no TLS handshake within " + limit.toSeconds() + " s"));
        }
    }

    private void post(Runnable task) {
        thread().execute(() -> guard(task));
    }

    /** Outside of the calls that come from the leg: what a user throws ends this leg alone. */
    private void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            LOG.error("A handler failed, the connection {} ends", leg, t);
            how = Optional.of(new Closed.HandlerFailed(t));
            over = true;
            leg.abort();
        }
    }

    // What happens on the connection

    @Override
    public void received(ByteBuffer octets) {
        if (!over && !inputEnded) {
            records.take(octets);
            turn();
        }
    }

    @Override
    public void inputEnded() {
        connectionEnded = true;
        turn();
    }

    @Override
    public void drained() {
        if (!over && !isCongested()) {
            user.drained();
        }
    }

    @Override
    public void closed(Closed reason) {
        over = true;
        unsent.clear();
        handshake.failed(
                reason instanceof Closed.Broken broken
                        ? broken.cause()
                        : new IOException("the connection was closed during the TLS handshake"));
        user.closed(how.orElse(reason));
    }

    /** Does what can be done with what came in. The user may end this, pause it or write, whenever it is told something. */
    private void turn() {
        if (turning) {
            return;
        }
        turning = true;
        try {
            while (mayStep() && step(records.next())) {
                // as long as something happens
            }
        } catch (SSLException e) {
            fail(e);
        } finally {
            turning = false;
        }
        readOrNot();
    }

    private boolean mayStep() {
        return !over && !tasks.isRunning() && !(established && paused);
    }

    private boolean step(TlsRecords.Step step) {
        switch (step) {
            case TASKS -> work();
            case ESTABLISHED -> established();
            case PLAINTEXT -> tellReceived();
            case ENDED -> tellEnd();
            default -> {
                if (connectionEnded && !inputEnded) {
                    cutOff();
                }
                return false;
            }
        }
        return true;
    }

    private void tellReceived() {
        ByteBuffer octets = records.plaintext();
        if (!closing) {
            user.received(octets);
        }
    }

    private void tellEnd() {
        inputEnded = true;
        if (!closing) {
            user.inputEnded();
        }
        if (outputEnding && !over) {
            leg.close();
        }
    }

    private void cutOff() {
        fail(new EOFException(
                established
                        ? "the connection ended without a close_notify: something may be missing"
                        : "the connection was closed during the TLS handshake"));
    }

    private void work() {
        try {
            tasks.run(records, this::worked);
        } catch (RejectedExecutionException stopping) {
            fail(new IOException("the gateway stops", stopping));
        } catch (OutOfMemoryError noThread) {
            fail(new IOException("there is no thread for the TLS handshake", noThread));
        }
    }

    private void worked(Optional<Throwable> failure) {
        if (over) {
            return;
        }
        if (failure.isPresent()) {
            fail(new IOException("the TLS engine failed: " + failure.get(), failure.get()));
            return;
        }
        send();
        turn();
    }

    private void established() {
        established = true;
        boolean wasCongested = isCongested();
        send();
        if (!over) {
            handshake.secured(records.session());
        }
        if (wasCongested && !isCongested()) {
            post(this::drained);
        }
    }

    /** A peer that ends or stalls while tasks run is looked at afterwards; and what it sends meanwhile stays with it. */
    private void readOrNot() {
        if (mayStep() && !inputEnded) {
            leg.resumeRead();
        } else {
            leg.pauseRead();
        }
    }

    /** With a word to the peer, if the engine has one. */
    private void fail(IOException cause) {
        if (over) {
            return;
        }
        over = true;
        unsent.clear();
        how = Optional.of(new Closed.Broken(cause));
        if (!tasks.isRunning()) {
            try {
                records.end();
            } catch (SSLException known) {
                LOG.debug("{}: no alert can be sent", leg, known);
            }
        }
        leg.close();
        handshake.failed(cause);
    }

    // What the user wants

    @Override
    public IoThread thread() {
        return leg.thread();
    }

    @Override
    public InetSocketAddress localAddress() {
        return leg.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return leg.remoteAddress();
    }

    @Override
    public void write(ByteBuffer octets) {
        leg.isCongested(); // checks the thread
        if (over || closing) {
            return;
        }
        if (outputEnding) {
            throw new IllegalStateException("written after shutdownOutput");
        }
        if (octets.hasRemaining()) {
            unsent.add(octets);
            send();
        }
    }

    private void send() {
        try {
            if (established && !tasks.isRunning() && !over) {
                unsent.sendBy(records);
                endOutputIfSent();
                if (!unsent.isEmpty()) {
                    post(this::turn); // the engine wants something else first
                }
            }
        } catch (SSLException e) {
            fail(e);
        }
    }

    private void endOutputIfSent() throws SSLException {
        if (!(outputEnding || closing) || !unsent.isEmpty()) {
            return;
        }
        records.end();
        if (closing || inputEnded) {
            over = true;
            leg.close();
        } else {
            leg.shutdownOutput();
        }
    }

    @Override
    public long pendingOctets() {
        return leg.pendingOctets() + unsent.octets();
    }

    @Override
    public boolean isCongested() {
        return leg.isCongested() || unsent.isMuch();
    }

    @Override
    public void pauseRead() {
        paused = true;
        readOrNot();
    }

    @Override
    public void resumeRead() {
        paused = false;
        readOrNot();
        if (records.hasInput() || connectionEnded) {
            post(this::turn);
        }
    }

    @Override
    public void shutdownOutput() {
        leg.isCongested(); // checks the thread
        if (!outputEnding && !over) {
            outputEnding = true;
            send();
        }
    }

    /** Before the handshake is over: at once, unless something was written, which goes out first if that is done in time. */
    @Override
    public void close() {
        leg.isCongested(); // checks the thread
        if (over || closing) {
            return;
        }
        closing = true;
        handshake.forget();
        if (established) {
            send();
        } else if (unsent.isEmpty()) {
            over = true;
            leg.close();
        } else {
            thread().schedule(CLOSE_TIMEOUT, leg::abort);
        }
    }

    @Override
    public void abort() {
        handshake.forget();
        over = true;
        leg.abort();
    }

    @Override
    public String toString() {
        return leg + " (TLS)";
    }
}
