// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.postern.api.scan.Deadline;

/** All addresses of one engine, as one configuration has them. Thread-safe. */
public final class Peers<S extends PeerSession> implements AutoCloseable {
    private final List<Peer<S>> all;
    private final Turn<S> turn;

    /**
     * An answer, and who gave it.
     *
     * @param answer what it said
     * @param from its address
     */
    public record Reply<T>(T answer, Address from) {}

    /** @param opening makes a session of each new connection */
    public Peers(PeerSettings settings, Peer.Opening<S> opening) {
        all = settings.addresses().stream()
                .map(address -> new Peer<>(address, settings, opening))
                .toList();
        turn = new Turn<>(all, settings.connectTimeout());
    }

    /** A question that takes more than one session, such as what the peer offers and then a scan. */
    public interface Errand<S extends PeerSession, T> {
        /** @throws PeerException if the peer did not do its part */
        T run(Peer<S> peer, Patience patience) throws PeerException, IOException, InterruptedException;
    }

    /**
     * Asks one after the other until one answers, none longer than its share of the time (T20).
     *
     * @param patience made for a share
     * @throws PeerException with all reasons, if none did; {@link PeerException.Lost} if none could be reached
     */
    public <T> Reply<T> ask(Errand<S, T> errand, Deadline deadline, Function<Deadline, Patience> patience)
            throws PeerException, IOException, InterruptedException {
        List<Peer<S>> order = turn.next();
        List<String> why = new ArrayList<>();
        boolean reached = false;
        for (int i = 0; i < order.size() && !deadline.hasPassed(); i++) {
            Peer<S> peer = order.get(i);
            Deadline share = deadline.orAfter(deadline.remaining().dividedBy(order.size() - i));
            try {
                T answer = errand.run(peer, patience.apply(share));
                turn.worked(peer);
                return new Reply<>(answer, peer.address());
            } catch (PeerException failed) {
                reached |= !(failed instanceof PeerException.Lost);
                why.add(peer.address() + ": " + failed.getMessage());
                turn.failed(peer, failed.getMessage());
            }
        }
        if (why.isEmpty()) {
            throw new PeerException("the deadline passed");
        }
        String all = String.join("; ", why);
        throw reached ? new PeerException(all) : new PeerException.Lost(all);
    }

    /** Closes connections that were kept for too long without work. */
    public void closeOverdue() {
        all.forEach(Peer::closeOverdue);
    }

    /** @return how many connections are kept */
    public int idle() {
        return all.stream().mapToInt(Peer::idle).sum();
    }

    /** Keeps no connection from now on; those at work end theirs. */
    @Override
    public void close() {
        all.forEach(Peer::close);
    }
}
