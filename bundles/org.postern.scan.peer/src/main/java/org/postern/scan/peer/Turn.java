// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.scan.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is: the peers in order of preference, those behind that failed a moment ago. One scan at a time tries
 * one that failed, so that not all of them wait for it. Thread-safe.
 */
final class Turn<S extends PeerSession> {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    /** One that comes back is asked again within two seconds. */
    private static final Duration BEHIND = Duration.ofSeconds(1);

    private final List<Place<S>> places;
    private final Duration trial;

    private static final class Place<S extends PeerSession> {
        private final Peer<S> peer;
        private Optional<Deadline> behindUntil = Optional.empty();

        Place(Peer<S> peer) {
            this.peer = peer;
        }
    }

    /** @param trial how long others keep away from one that is tried again */
    Turn(List<Peer<S>> peers, Duration trial) {
        this.places = peers.stream().map(Place<S>::new).toList();
        this.trial = trial;
    }

    /** @return all of them, in the order in which they are to be asked now */
    synchronized List<Peer<S>> next() {
        List<Peer<S>> first = new ArrayList<>();
        List<Peer<S>> behind = new ArrayList<>();
        for (Place<S> place : places) {
            boolean isBehind =
                    place.behindUntil.filter(until -> !until.hasPassed()).isPresent();
            (isBehind ? behind : first).add(place.peer);
            if (!isBehind && place.behindUntil.isPresent()) {
                place.behindUntil = Optional.of(Deadline.after(trial));
            }
        }
        first.addAll(behind);
        return first;
    }

    synchronized void failed(Peer<S> peer, String why) {
        Place<S> place = placeOf(peer);
        if (place.behindUntil.isEmpty() && places.size() > 1) {
            LOG.warn("the engine at {} failed, the next address is asked: {}", peer.address(), why);
        }
        place.behindUntil = Optional.of(Deadline.after(BEHIND));
    }

    synchronized void worked(Peer<S> peer) {
        Place<S> place = placeOf(peer);
        if (place.behindUntil.isPresent() && places.size() > 1) {
            LOG.info("the engine at {} is back", peer.address());
        }
        place.behindUntil = Optional.empty();
    }

    private Place<S> placeOf(Peer<S> peer) {
        for (Place<S> place : places) {
            if (place.peer == peer) {
                return place;
            }
        }
        throw new IllegalArgumentException("not one of these: " + peer.address());
    }
}
