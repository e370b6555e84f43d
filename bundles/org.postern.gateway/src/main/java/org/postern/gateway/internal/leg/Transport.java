// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Opens sockets and owns the I/O threads. All methods may be called from any thread. */
public interface Transport extends AutoCloseable {

    /**
     * Opens a listening socket with SO_REUSEADDR. {@code ::} takes IPv4 too, {@code 0.0.0.0} takes IPv4 only. Accepted
     * legs are dealt out to the I/O threads in turn. Out of descriptors, it logs an error and goes on trying.
     *
     * @param backlog connections the kernel may hold before they are accepted
     * @throws java.net.BindException saying which address and why: taken, not of this host, not permitted
     */
    Listening listen(InetSocketAddress address, int backlog, SocketSetup setup, Acceptor acceptor) throws IOException;

    /**
     * Connects. The leg lives on the thread given: for a session, that of its client leg. The handler is never called
     * within this call. Throws {@link java.util.concurrent.RejectedExecutionException} when the transport was closed.
     */
    void dial(IoThread thread, Dial dial, DialHandler handler);

    /** The next I/O thread in turn, for legs that belong to no other. */
    IoThread next();

    /**
     * Closes listeners, aborts legs ({@link LegHandler#closed} is called for each), fails dials under way, and ends the
     * threads, within {@link TransportSettings#stopTimeout()}. Not from an I/O thread.
     */
    @Override
    void close();
}
