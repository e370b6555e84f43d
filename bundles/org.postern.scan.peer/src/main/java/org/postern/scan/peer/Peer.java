// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

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

/** The engine at one address, with the connections to it that are kept. Thread-safe. */
public final class Peer<S extends PeerSession> implements AutoCloseable {
    private final Address address;
    private final PeerSettings settings;
    private final Opening<S> opening;
    private final Optional<Lookup> lookup;
    private final Deque<Idle<S>> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle<S>(S session, Deadline end) {}

    /** Makes a session of a connection. */
    public interface Opening<S extends PeerSession> {
        /**
         * @param address that was configured
         * @param connection closed by the session, and by the caller if this throws
         */
        S open(Address address, Connection connection, Patience patience)
                throws PeerException, IOException, InterruptedException;
    }

    /** A question to one session. */
    public interface Question<S extends PeerSession, T> {
        /**
         * @throws PeerException if the peer did not do its part
         * @throws IOException if the content cannot be read
         */
        T put(S session, Patience patience) throws PeerException, IOException, InterruptedException;
    }

    /** @param opening makes a session of each new connection */
    public Peer(Address address, PeerSettings settings, Opening<S> opening) {
        this.address = address;
        this.settings = settings;
        this.opening = opening;
        lookup = address instanceof Address.Tcp tcp ? Optional.of(new Lookup(tcp)) : Optional.empty();
    }

    /** @return where it is */
    public Address address() {
        return address;
    }

    /**
     * Puts the question over a kept connection, or over a new one. A kept one may have been closed by the engine, which a
     * restart does; then the question is put once more.
     *
     * @throws PeerException if this peer did not do its part; {@link PeerException.Lost} if it could not be reached
     * @throws IOException if the content cannot be read
     */
    public <T> T ask(Question<S, T> question, Patience patience)
            throws PeerException, IOException, InterruptedException {
        Optional<S> kept = takeIdle();
        if (kept.isPresent()) {
            try {
                return ask(kept.get(), question, patience);
            } catch (PeerException.Closed meanwhile) {
                closeIdle(); // the others are no better
            }
        }
        return ask(connect(patience), question, patience);
    }

    private <T> T ask(S session, Question<S, T> question, Patience patience)
            throws PeerException, IOException, InterruptedException {
        try {
            return question.put(session, patience);
        } finally {
            giveBack(session);
        }
    }

    private S connect(Patience patience) throws PeerException, InterruptedException {
        Deadline limit = patience.within(settings.connectTimeout());
        List<String> why = new ArrayList<>();
        try {
            for (SocketAddress target : targets(limit)) {
                try {
                    return open(Connection.to(target, limit, patience), patience);
                } catch (IOException failed) {
                    why.add(failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage());
                }
            }
        } catch (PeerException none) {
            throw new PeerException.Lost(none.getMessage(), none);
        }
        throw new PeerException.Lost(String.join(", ", why));
    }

    private S open(Connection connection, Patience patience) throws PeerException, IOException, InterruptedException {
        boolean opened = false;
        try {
            S session = opening.open(address, connection, patience);
            opened = true;
            return session;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    private List<SocketAddress> targets(Deadline limit) throws PeerException, InterruptedException {
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

    private synchronized Optional<S> takeIdle() {
        closeOverdue();
        while (!idle.isEmpty()) {
            S newest = idle.pollLast().session();
            if (newest.isQuiet()) {
                return Optional.of(newest);
            }
            newest.close();
        }
        return Optional.empty();
    }

    private synchronized void giveBack(S session) {
        if (closed
                || settings.idleTimeout().isZero()
                || !session.isSound()
                || idle.size() >= settings.maxConcurrent()) {
            session.close();
        } else {
            idle.addLast(new Idle<>(session, Deadline.after(settings.idleTimeout())));
        }
    }

    /** Closes what has been kept for too long without work. */
    public synchronized void closeOverdue() {
        for (Iterator<Idle<S>> oldestFirst = idle.iterator(); oldestFirst.hasNext(); ) {
            Idle<S> next = oldestFirst.next();
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

    /** @return how many connections are kept */
    public synchronized int idle() {
        return idle.size();
    }

    /** Keeps no connection from now on; those at work end theirs. */
    @Override
    public synchronized void close() {
        closed = true;
        closeIdle();
    }
}
