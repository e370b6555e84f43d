// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.postern.api.scan.Deadline;

/** The clamd at one address, with the connections to it that are kept. Thread-safe. */
final class Daemon implements AutoCloseable {
    private final Address address;
    private final Settings settings;
    private final Optional<Lookup> lookup;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(Session session, Deadline end) {}

    /** A question to one session. */
    interface Question<T> {
        T put(Session session, Patience patience) throws ClamdException, IOException, InterruptedException;
    }

    Daemon(Address address, Settings settings) {
        this.address = address;
        this.settings = settings;
        lookup = address instanceof Address.Tcp tcp ? Optional.of(new Lookup(tcp)) : Optional.empty();
    }

    Address address() {
        return address;
    }

    /**
     * Puts the question over a kept connection, or over a new one. A kept one may have been closed by clamd, which a
     * restart does; then the question is put once more.
     *
     * @throws ClamdException if this clamd did not do its part
     * @throws IOException if the content cannot be read
     */
    <T> T ask(Question<T> question, Patience patience) throws ClamdException, IOException, InterruptedException {
        Optional<Session> kept = takeIdle();
        if (kept.isPresent()) {
            try {
                return ask(kept.get(), question, patience);
            } catch (ClamdException.Closed meanwhile) {
                closeIdle(); // the others are no better
            }
        }
        return ask(connect(patience), question, patience);
    }

    private <T> T ask(Session session, Question<T> question, Patience patience)
            throws ClamdException, IOException, InterruptedException {
        try {
            return question.put(session, patience);
        } finally {
            giveBack(session);
        }
    }

    private Session connect(Patience patience) throws ClamdException, InterruptedException {
        Deadline limit = patience.within(settings.connectTimeout());
        List<String> why = new ArrayList<>();
        for (SocketAddress target : targets(limit)) {
            try {
                return new Session(Connection.to(target, limit, patience));
            } catch (IOException failed) {
                why.add(failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage());
            }
        }
        throw new ClamdException(String.join(", ", why));
    }

    private List<SocketAddress> targets(Deadline limit) throws ClamdException, InterruptedException {
        List<SocketAddress> targets = new ArrayList<>();
        if (address instanceof Address.Unix unix) {
            targets.add(UnixDomainSocketAddress.of(unix.path()));
        } else if (address instanceof Address.Tcp tcp) {
            for (InetAddress host : lookup.orElseThrow().addresses(limit)) {
                targets.add(new InetSocketAddress(host, tcp.port()));
            }
        }
        return targets;
    }

    private synchronized Optional<Session> takeIdle() {
        closeOverdue();
        while (!idle.isEmpty()) {
            Session newest = idle.pollLast().session();
            if (newest.isQuiet()) {
                return Optional.of(newest);
            }
            newest.close();
        }
        return Optional.empty();
    }

    private synchronized void giveBack(Session session) {
        if (closed
                || settings.idleTimeout().isZero()
                || !session.isSound()
                || idle.size() >= settings.maxConcurrent()) {
            session.close();
        } else {
            idle.addLast(new Idle(session, Deadline.after(settings.idleTimeout())));
        }
    }

    /** Closes what has been kept for too long without work. */
    synchronized void closeOverdue() {
        for (Iterator<Idle> oldestFirst = idle.iterator(); oldestFirst.hasNext(); ) {
            Idle next = oldestFirst.next();
            if (!next.end().hasPassed()) {
                return;
            }
            next.session().close();
            oldestFirst.remove();
        }
    }

    private synchronized void closeIdle() {
        idle.forEach(kept -> kept.session().close());
        idle.clear();
    }

    synchronized int idle() {
        return idle.size();
    }

    /** Keeps no connection from now on; those at work end theirs. */
    @Override
    public synchronized void close() {
        closed = true;
        closeIdle();
    }
}
