// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * One TCP connection.
 *
 * <p>Every method is called on the leg's own {@link IoThread} only, which is checked ({@link IllegalStateException}).
 * Nothing blocks. After {@link #close()} or {@link #abort()} writes are thrown away and the other methods do nothing.
 */
public interface Leg {

    /** The thread on which everything of this leg happens. */
    IoThread thread();

    /** The address of this end. On a transparent listener it is the one the client meant to reach. */
    InetSocketAddress localAddress();

    /** The address of the other end. */
    InetSocketAddress remoteAddress();

    /**
     * Queues the remaining octets, in order. The buffer belongs to the leg from here on. What is written during one turn
     * of the thread leaves together at its end, in as few packets as it takes. Nothing is refused: whoever writes what
     * he does not own the size of minds {@link #pendingOctets()} and {@link LegHandler#drained()}.
     */
    void write(ByteBuffer octets);

    /** Octets written here that the kernel has not taken yet. */
    long pendingOctets();

    /** True while more octets are pending than the high-water mark; ends with {@link LegHandler#drained()}. */
    boolean isCongested();

    /**
     * Stops {@link LegHandler#received} and {@link LegHandler#inputEnded} at once. While reads are paused <b>a peer that closes is not
     * seen</b>, neither its FIN nor, before the next write, its RST: the end is reported after {@link #resumeRead()}. Who pauses for long needs a
     * timer of his own.
     */
    void pauseRead();

    /** Lets reads go on; does nothing when they are not paused. */
    void resumeRead();

    /**
     * Sends FIN after all pending octets. Reading goes on; writing is an error from here on. When the peer has sent its FIN
     * too, both directions have ended and the leg closes by itself ({@link Closed.Flushed}).
     */
    void shutdownOutput();

    /**
     * Closes after all pending octets were taken by the kernel, or when {@link TransportSettings#closeTimeout()} is over, whichever comes
     * first: a peer that does not read cannot keep the leg for ever. Nothing is received any more; what still comes in
     * is thrown away, for up to two seconds more, until the peer's FIN: a socket closed on unread octets resets the
     * connection, and the peer may lose the last reply.
     */
    void close();

    /** Closes at once with a RST; pending octets are lost. */
    void abort();
}
