// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;

/**
 * How long one question may take, in all and in silence, and whether anybody still waits for its answer. All waiting for
 * a peer is done here, on channels that do not block: so the deadline holds whatever the peer does (T20). One thread waits;
 * any thread may cancel.
 */
public final class Patience {
    private final Deadline deadline;
    private final Duration silence;
    private boolean cancelled;
    private Selector waiting;

    private Patience(Deadline deadline, Duration silence) {
        this.deadline = deadline;
        this.silence = silence;
    }

    /**
     * For a scan.
     *
     * @param share the end of it
     * @param silence how long the peer may keep silent, or take nothing
     */
    public static Patience with(ScanRequest request, Deadline share, Duration silence) {
        Patience patience = new Patience(share, silence);
        request.onCancel(patience::cancel);
        return patience;
    }

    /**
     * For what nobody cancels.
     *
     * @param silence how long the peer may keep silent, or take nothing
     */
    public static Patience until(Deadline deadline, Duration silence) {
        return new Patience(deadline, silence);
    }

    /** @return the moment so far from now, or the end of all patience if that is earlier */
    public Deadline within(Duration time) {
        return deadline.orAfter(time);
    }

    /** @return when the next sign of life is due */
    public Deadline nextSign() {
        return within(silence);
    }

    /**
     * Waits until the channel is ready, once; may also return without that.
     *
     * @param selector of the one channel
     * @param limit when to give up
     * @param what is waited for, in the words of the message
     * @throws PeerException at the limit
     * @throws CancellationException if nobody waits any more
     */
    public void await(Selector selector, Deadline limit, String what)
            throws PeerException, IOException, InterruptedException {
        synchronized (this) {
            check();
            waiting = selector;
        }
        try {
            long millis = limit.remaining().toMillis();
            if (limit.hasPassed()) {
                throw new PeerException(what + " in time");
            }
            selector.selectedKeys().clear();
            selector.select(Math.max(1, millis));
        } finally {
            synchronized (this) {
                waiting = null;
            }
        }
        check();
    }

    /** Does not block; also between two steps that never wait. */
    public synchronized void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (cancelled) {
            throw new CancellationException("cancelled");
        }
    }

    private synchronized void cancel() {
        cancelled = true;
        if (waiting != null) {
            waiting.wakeup();
        }
    }
}
