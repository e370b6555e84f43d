// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.postern.api.scan.Deadline;
import org.postern.scan.peer.Address;
import org.postern.scan.peer.Connection;
import org.postern.scan.peer.Patience;
import org.postern.scan.peer.Peer;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.Peers;

/** The servers of one engine, as one configuration has them, and what they offer. Thread-safe. */
final class Servers implements AutoCloseable {
    private final Settings settings;
    private final TlsSource tls;
    private final Peers<Session> peers;
    private final Map<Address, Offer> offers = new ConcurrentHashMap<>();
    private final Map<Address, Boolean> skipping = new ConcurrentHashMap<>();

    private record Offer(Options options, Deadline end) {}

    /** What is done with one server. */
    interface Errand<T> {
        T run(Peer<Session> server, Patience patience) throws PeerException, IOException, InterruptedException;
    }

    Servers(Settings settings, TlsSource tls) {
        this.settings = settings;
        this.tls = tls;
        peers = new Peers<>(settings.peers(), this::open);
    }

    private Session open(Address address, Connection connection, Patience patience)
            throws PeerException, IOException, InterruptedException {
        Question question = new Question(
                address, settings.trust().isPresent(), settings.service().path());
        if (settings.trust().isEmpty()) {
            return new Session(connection, question, settings.service());
        }
        if (!(address instanceof Address.Tcp tcp)) {
            throw new PeerException("no TLS over a unix socket");
        }
        var engine = tls.towards(tcp.host(), tcp.port(), settings.trust().get());
        return new Session(SecureLink.over(connection, engine, patience), question, settings.service());
    }

    /** Goes through the servers until one did its part. */
    <T> Peers.Reply<T> ask(Errand<T> errand, Deadline deadline, Function<Deadline, Patience> patience)
            throws PeerException, IOException, InterruptedException {
        return peers.ask(
                (server, share) -> {
                    try {
                        return errand.run(server, share);
                    } catch (PeerException failed) {
                        forget(server); // it may be another one that comes back
                        throw failed;
                    }
                },
                deadline,
                patience);
    }

    /** @return what the server offers, as far as that still holds */
    Options options(Peer<Session> server, Patience patience) throws PeerException, IOException, InterruptedException {
        Optional<Offer> known = Optional.ofNullable(offers.get(server.address()))
                .filter(offer -> !offer.end().hasPassed());
        return known.isPresent() ? known.get().options() : askForOptions(server, patience);
    }

    /** @return what the server offers now */
    Options askForOptions(Peer<Session> server, Patience patience)
            throws PeerException, IOException, InterruptedException {
        Options options = server.ask(Session::options, patience);
        Duration lifetime = options.lifetime();
        offers.put(server.address(), new Offer(options, Deadline.after(lifetime)));
        return options;
    }

    /** @return the verdict of a server */
    Session.Scanned scan(Peer<Session> server, Content content, Patience patience)
            throws PeerException, IOException, InterruptedException {
        Options options = options(server, patience);
        Session.Scanned scanned = server.ask((session, allotted) -> session.scan(content, options, allotted), patience);
        if (!scanned.tag().orElse(options.tag()).equals(options.tag())) {
            forget(server); // RFC 3507 section 4.7: what it said before holds no more
        }
        return scanned;
    }

    /** @return whether it calls clean what it has not seen all of, by a sample; asked once, as what it offers is asked often */
    boolean skips(Peer<Session> server, Options options, Patience patience)
            throws PeerException, IOException, InterruptedException {
        Boolean known = skipping.get(server.address());
        if (known != null) {
            return known;
        }
        boolean skips = false;
        try {
            scan(server, Samples.picture(options.preview().orElse(0)), patience);
        } catch (SkippedException seenInPart) {
            skips = true;
        }
        skipping.put(server.address(), skips);
        return skips;
    }

    private void forget(Peer<Session> server) {
        offers.remove(server.address());
        skipping.remove(server.address());
    }

    Settings settings() {
        return settings;
    }

    void closeOverdue() {
        peers.closeOverdue();
    }

    int idle() {
        return peers.idle();
    }

    @Override
    public void close() {
        peers.close();
    }
}
