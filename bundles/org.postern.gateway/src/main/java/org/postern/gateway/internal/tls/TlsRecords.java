// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * One end of a TLS connection (RFC 8446, RFC 5246) without its socket: encrypts, decrypts, shakes hands.
 *
 * <p>One thread at a time. An idle connection keeps no buffer: encrypting and decrypting go through buffers of the thread.
 * Every {@link SSLException} is the end of the connection.
 */
final class TlsRecords {
    private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

    private static final String NO_CIPHER = "SSL_NULL_WITH_NULL_NULL";

    /** Four whole records and room for what an engine asks to be free for one more. */
    private static final int SCRATCH = 5 * 17 * 1024;

    /**
     * What a peer may make us answer once TLS stands, such as a change of keys: each answer costs a record that it need not
     * read. Nobody changes keys so often.
     */
    private static final int MOST_ANSWERS = 1000;

    private static final ThreadLocal<ByteBuffer> ENCRYPTED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(SCRATCH));
    private static final ThreadLocal<ByteBuffer> DECRYPTED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(SCRATCH));
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What is to be done next. */
    enum Step {
        /** Go on. */
        AGAIN,
        /** The engine's tasks are to be run. */
        TASKS,
        /** Nothing more can be done before more octets come in. */
        STARVED,
        /** The handshake is over. */
        ESTABLISHED,
        /** There is {@link #plaintext()}. */
        PLAINTEXT,
        /** The peer has said that it sends no more. */
        ENDED
    }

    private final SSLEngine engine;
    private final Consumer<ByteBuffer> output;
    private final Inbound inbound = new Inbound();
    private ByteBuffer plaintext = NOTHING;
    private boolean begun;
    private boolean established;
    private boolean ended;
    private int answers;

    /**
     * @param engine of which nothing was used yet
     * @param output takes encrypted octets, in order
     */
    TlsRecords(SSLEngine engine, Consumer<ByteBuffer> output) {
        this.engine = engine;
        this.output = output;
        engine.setEnabledProtocols(Arrays.stream(engine.getEnabledProtocols())
                .filter(VERSIONS::contains)
                .toArray(String[]::new));
    }

    void begin() throws SSLException {
        engine.beginHandshake();
        begun = true;
    }

    /**
     * Runs the engine's tasks, which may take long: on a thread of its own, while nobody else calls this.
     *
     * @return what no task should throw
     */
    Optional<Throwable> runTasks() {
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of(e);
        }
    }

    /** @return what was agreed upon, once the handshake is over */
    SSLSession session() {
        return engine.getSession();
    }

    /** The buffer belongs to this from here on, and is written to. */
    void take(ByteBuffer encrypted) {
        inbound.add(encrypted);
    }

    /** @return whether {@link #next()} would find something to read */
    boolean hasInput() {
        return !inbound.isEmpty();
    }

    /** @return what was decrypted last; the caller's */
    ByteBuffer plaintext() {
        ByteBuffer taken = plaintext;
        plaintext = NOTHING;
        return taken;
    }

    /** Goes on as far as it can without telling the caller anything. */
    Step next() throws SSLException {
        Step step = Step.AGAIN;
        while (step == Step.AGAIN) {
            step = step();
        }
        return step;
    }

    private Step step() throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            refuseRenegotiation();
            return Step.TASKS;
        }
        if (status == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
            countAnswer();
            if (wrap(NOTHING)) {
                return Step.AGAIN;
            }
        }
        if (!established) {
            refuseAbandoned();
            if (begun && status == HandshakeStatus.NOT_HANDSHAKING) {
                established = true;
                return Step.ESTABLISHED;
            }
        }
        if (engine.isInboundDone()) {
            inbound.clear();
            Step step = ended ? Step.STARVED : Step.ENDED;
            ended = true;
            return step;
        }
        return begun && !inbound.isEmpty() ? unwrap() : Step.STARVED;
    }

    /** An engine is idle before its handshake, after it, and when the peer has called it off: only one of these is secure. */
    private void refuseAbandoned() throws SSLException {
        boolean idle = begun && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
        if (engine.isInboundDone()
                || idle && engine.getSession().getCipherSuite().equals(NO_CIPHER)) {
            throw new SSLException("the peer called the handshake off");
        }
    }

    private void countAnswer() throws SSLException {
        if (!established || engine.isInboundDone()) {
            return;
        }
        refuseRenegotiation();
        if (++answers > MOST_ANSWERS) {
            throw new SSLException("the peer changes keys too often");
        }
    }

    /** TLS 1.3 has none; in TLS 1.2 it may change who the peer is, and costs us far more than the peer. */
    private void refuseRenegotiation() throws SSLException {
        if (established && !engine.getSession().getProtocol().equals("TLSv1.3")) {
            throw new SSLException("renegotiation is refused");
        }
    }

    private Step unwrap() throws SSLException {
        ByteBuffer in = inbound.octets();
        ByteBuffer out = DECRYPTED.get().clear();
        SSLEngineResult result = engine.unwrap(in, out);
        inbound.release();
        return switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> Step.STARVED;
            case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than TLS permits");
            case CLOSED -> engine.isInboundDone() ? Step.AGAIN : Step.STARVED;
            case OK -> {
                if (out.position() > 0) {
                    plaintext = copy(out);
                    yield Step.PLAINTEXT;
                }
                boolean moved = result.bytesConsumed() > 0
                        || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                        || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
                yield moved ? Step.AGAIN : Step.STARVED;
            }
        };
    }

    /**
     * Encrypts, once the handshake is over. What remains in the buffer afterwards waits for {@link Step#TASKS}. After the
     * end of the output everything is thrown away.
     */
    void encrypt(ByteBuffer octets) throws SSLException {
        boolean moved = true;
        while (moved && octets.hasRemaining()) {
            moved = wrap(octets);
        }
        if (engine.isOutboundDone()) {
            octets.position(octets.limit());
        }
    }

    /** @return whether anything came out */
    private boolean wrap(ByteBuffer octets) throws SSLException {
        ByteBuffer out = ENCRYPTED.get().clear();
        SSLEngineResult result;
        do {
            result = engine.wrap(octets, out);
            if (result.getStatus() == Status.BUFFER_OVERFLOW && out.position() == 0) {
                throw new SSLException("a record is larger than TLS permits");
            }
        } while (result.getStatus() == Status.OK && result.bytesConsumed() > 0 && octets.hasRemaining());
        if (out.position() == 0) {
            return false;
        }
        output.accept(copy(out));
        return true;
    }

    private static ByteBuffer copy(ByteBuffer scratch) {
        scratch.flip();
        return ByteBuffer.allocate(scratch.remaining()).put(scratch).flip();
    }

    /** Says that nothing more is sent (close_notify), or, after an {@link SSLException}, why. */
    void end() throws SSLException {
        engine.closeOutbound();
        boolean moved = true;
        while (moved && !engine.isOutboundDone()) {
            moved = wrap(NOTHING);
        }
    }
}
