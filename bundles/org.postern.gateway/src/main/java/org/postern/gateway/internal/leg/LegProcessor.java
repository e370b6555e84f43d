// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MINA's processor with a turn of our own: tasks, timers, and sockets that accept or connect are served on the same
 * selector as the legs. Nothing wakes the selector from its own thread, and one read a turn and leg takes all that has come.
 */
final class LegProcessor extends NioProcessor {

    /** A socket on the selector that is no leg: it listens or dials. */
    interface Waiting {
        void ready();

        void abort();
    }

    private static final long TURN_WHILE_STOPPING_MILLIS = 10;

    /** A message of usual size comes in one read, and a large one in turns with others. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(LegProcessor.class);

    private final MinaIoThread thread;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(MOST_AT_ONCE);

    /** Set while MINA's loop is past the stage at which it would still handle what its own thread asks for. */
    private boolean late;

    private boolean flushing;
    private boolean again;

    LegProcessor(MinaIoThread thread) {
        super(thread::runMina);
        this.thread = thread;
    }

    /** One turn. MINA serves the legs that this leaves selected, then flushes, then removes what was closed. */
    @Override
    protected int select(long longest) throws IOException {
        if (Thread.interrupted()) {
            LOG.warn(
                    "A handler left {} interrupted",
                    thread); // it would close channels and make every select return at once
        }
        wakeupCalled.set(true); // a turn that ends early is no fault of the selector that MINA had to repair
        long wait = again
                ? 0
                : Math.min(thread.isStopping() ? TURN_WHILE_STOPPING_MILLIS : longest, thread.millisToNextTask());
        again = false;
        late = false;
        if (wait > 0) {
            selector.select(wait);
        } else {
            selector.selectNow();
        }
        woken.set(false);
        thread.runDue();
        serveWaiting();
        if (thread.isStopping()) {
            abortAll();
        }
        return selector.selectedKeys().size();
    }

    private void serveWaiting() {
        for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); ) {
            if (i.next().attachment() instanceof Waiting waiting) {
                i.remove();
                MinaIoThread.run(waiting::ready);
            }
        }
    }

    /** Puts a socket that accepts or connects on the selector. */
    SelectionKey register(SelectableChannel channel, int operations, Waiting waiting) throws IOException {
        return channel.register(selector, operations, waiting);
    }

    /** Lets the kernel have what was closed. Not while selected keys are being served. */
    void releaseClosed() throws IOException {
        selector.selectNow();
    }

    void wakeForTask() {
        if (!thread.isCurrent() && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** MINA asks for another turn. */
    @Override
    protected void wakeup() {
        if (thread.isCurrent()) {
            again |= late || !flushing;
        } else {
            wakeForTask();
        }
    }

    /** Sends what a leg has written at the end of this turn. */
    void flushLater(LegSession session) {
        flushing = true;
        flush(session);
        flushing = false;
    }

    void setReading(LegSession session, boolean reading) {
        try {
            setInterestedInRead(session, reading);
        } catch (Exception e) {
            throw new IllegalStateException("MINA declares it, and never throws it", e);
        }
    }

    @Override
    protected boolean isReadable(NioSession session) {
        return ((LegSession) session).leg().wantsInput() && super.isReadable(session);
    }

    /** Hands the leg what came by itself, and MINA nothing: its buffers would be too large or too small. */
    @Override
    protected int read(NioSession session, IoBuffer buffer) {
        incoming.clear();
        int count;
        try {
            count = session.getChannel().read(incoming);
        } catch (IOException e) {
            return broken(session, e);
        }
        if (count > 0) {
            ((LegSession) session)
                    .leg()
                    .received(ByteBuffer.allocate(count).put(incoming.flip()).flip());
        }
        return Math.min(count, 0);
    }

    @Override
    protected int write(NioSession session, IoBuffer buffer, int length) {
        try {
            int count = super.write(session, buffer, length);
            ((LegSession) session).leg().taken(count);
            return count;
        } catch (IOException e) {
            return broken(session, e);
        }
    }

    /** MINA would log what is an everyday thing as an error, and keep the reason of a failed write to itself. */
    private static int broken(NioSession session, IOException cause) {
        ((LegSession) session).leg().broken(cause);
        return 0;
    }

    @Override
    protected void init(NioSession session) throws Exception {
        try {
            super.init(session);
        } catch (Exception e) {
            ((LegSession) session).leg().notOpened(e);
            throw e;
        }
    }

    @Override
    protected void destroy(NioSession session) throws Exception {
        late = true;
        super.destroy(session);
    }

    /** MINA walks over these every second to find idle ones: our timers do that. */
    @Override
    protected Iterator<NioSession> allSessions() {
        return Collections.emptyIterator();
    }

    /** MINA's loop ends when this is 0: only when we want it to. */
    @Override
    protected int allSessionsCount() {
        return thread.isStopping() ? super.allSessionsCount() : 1;
    }

    boolean hasKeys() {
        return !selector.keys().isEmpty();
    }

    private void abortAll() {
        for (SelectionKey key : selector.keys().toArray(SelectionKey[]::new)) {
            if (key.attachment() instanceof LegSession session) {
                session.leg().abort();
            } else if (key.attachment() instanceof Waiting waiting) {
                waiting.abort();
            }
        }
    }

    void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("Closing the selector of {} failed", thread, e);
        }
    }
}
