// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.postern.api.scan.Deadline;
import org.postern.scan.peer.Link;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.Printable;

/** TLS over a link. What the engine has to compute is computed on the calling thread, which may block. */
final class SecureLink implements Link {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int LARGEST = 256 * 1024;

    private final Link raw;
    private final SSLEngine engine;

    /** All three: what was put in, up to the position. */
    private ByteBuffer received;

    private ByteBuffer plain;
    private ByteBuffer sent;
    private boolean shaken;
    private boolean ended;

    private SecureLink(Link raw, SSLEngine engine) {
        this.raw = raw;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocate(packet);
        sent = ByteBuffer.allocate(packet);
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    /** @throws PeerException if the server is not the one it should be, or does not speak TLS */
    static Link over(Link raw, SSLEngine engine, Patience patience)
            throws PeerException, IOException, InterruptedException {
        SecureLink link = new SecureLink(raw, engine);
        try {
            engine.beginHandshake();
            link.shakeHands(patience);
            link.shaken = true;
        } catch (SSLException refused) {
            throw new PeerException("no TLS: " + Printable.of(reason(refused)), refused);
        }
        return link;
    }

    /** The innermost message says what is wrong with a certificate. */
    private static String reason(Throwable refused) {
        Throwable innermost = refused;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
    }

    private void shakeHands(Patience patience) throws PeerException, IOException, InterruptedException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> compute();
                case NEED_WRAP -> {
                    wrap(NOTHING);
                    if (!flush(patience)) {
                        throw new PeerException("no TLS: the connection was closed");
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                        receive(patience);
                    }
                    if (ended) {
                        throw new PeerException("no TLS: the connection was closed");
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void receive(Patience patience) throws PeerException, IOException, InterruptedException {
        ended |= raw.read(received, patience.nextSign(), patience) < 0;
    }

    private void compute() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void wrap(ByteBuffer octets) throws SSLException {
        while (engine.wrap(octets, sent).getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            sent = larger(sent);
        }
    }

    /** Takes one record apart, if a whole one is there. */
    private SSLEngineResult.Status unwrap() throws SSLException {
        received.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, plain);
        } finally {
            received.compact();
        }
        switch (result.getStatus()) {
            case BUFFER_OVERFLOW -> plain = larger(plain);
            case BUFFER_UNDERFLOW -> {
                if (!received.hasRemaining()) {
                    received = larger(received);
                }
            }
            case CLOSED -> ended = true;
            default -> {
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    compute();
                } else if (shaken && result.bytesConsumed() == 0) {
                    ended = true; // it waits for something to be sent, such as in a renegotiation, which nobody needs
                }
            }
        }
        return result.getStatus();
    }

    private static ByteBuffer larger(ByteBuffer full) throws SSLException {
        if (full.capacity() >= LARGEST) {
            throw new SSLException("a record of more than " + LARGEST + " octets");
        }
        return ByteBuffer.allocate(2 * full.capacity()).put(full.flip());
    }

    /** @return whether all was written; if not the server has ended the connection, or said something meant for us */
    private boolean flush(Patience patience) throws PeerException, IOException, InterruptedException {
        sent.flip();
        try {
            while (!raw.write(sent, patience)) {
                boolean inHandshake = engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
                if (!received.hasRemaining()) {
                    received = larger(received);
                }
                ended |= raw.readNow(received) < 0;
                if (ended || (!inHandshake && hasPlain())) {
                    return false;
                }
            }
            return true;
        } finally {
            sent.compact();
        }
    }

    /** Takes apart what has come. */
    private boolean hasPlain() throws SSLException {
        while (plain.position() == 0 && received.position() > 0 && !ended) {
            if (unwrap() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                break;
            }
        }
        return plain.position() > 0;
    }

    @Override
    public boolean write(ByteBuffer octets, Patience patience) throws PeerException, IOException, InterruptedException {
        while (octets.hasRemaining()) {
            try {
                wrap(octets);
                if (engine.isOutboundDone() || !flush(patience)) {
                    return false;
                }
            } catch (SSLException broken) {
                throw new PeerException.Lost("no TLS any more: " + Printable.of(reason(broken)), broken);
            }
        }
        return true;
    }

    @Override
    public int readNow(ByteBuffer target) {
        try {
            if (!hasPlain() && !ended) {
                ended |= raw.readNow(received) < 0;
                hasPlain();
            }
        } catch (SSLException broken) {
            ended = true;
        }
        if (plain.position() == 0) {
            return ended ? -1 : 0;
        }
        plain.flip();
        int count = Math.min(plain.remaining(), target.remaining());
        target.put(target.position(), plain, plain.position(), count).position(target.position() + count);
        plain.position(plain.position() + count);
        plain.compact();
        return count;
    }

    @Override
    public int read(ByteBuffer target, Deadline limit, Patience patience)
            throws PeerException, IOException, InterruptedException {
        int count = readNow(target);
        while (count == 0) {
            ended |= raw.read(received, limit, patience) < 0;
            count = readNow(target);
        }
        return count;
    }

    @Override
    public void close() {
        raw.close();
    }
}
