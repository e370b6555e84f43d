// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.scan.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is: the daemons in order of preference, those behind that failed a moment ago. One scan at a time tries
 * one that failed, so that not all of them wait for it. Thread-safe.
 */
final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    /** One that comes back is asked again within two seconds. */
    private static final Duration BEHIND = Duration.ofSeconds(1);

    private final List<Place> places;
    private final Duration trial;

    private static final class Place {
        private final Daemon daemon;
        private Optional<Deadline> behindUntil = Optional.empty();

        Place(Daemon daemon) {
            this.daemon = daemon;
        }
    }

    /** @param trial how long others keep away from one that is tried again */
    Turn(List<Daemon> daemons, Duration trial) {
        this.places = daemons.stream().map(Place::new).toList();
        this.trial = trial;
    }

    /** @return all of them, in the order in which they are to be asked now */
    synchronized List<Daemon> next() {
        List<Daemon> first = new ArrayList<>();
        List<Daemon> behind = new ArrayList<>();
        for (Place place : places) {
            boolean isBehind =
                    place.behindUntil.filter(until -> !until.hasPassed()).isPresent();
            (isBehind ? behind : first).add(place.daemon);
            if (!isBehind && place.behindUntil.isPresent()) {
                place.behindUntil = Optional.of(Deadline.after(trial));
            }
        }
        first.addAll(behind);
        return first;
    }

    synchronized void failed(Daemon daemon, String why) {
        Place place = placeOf(daemon);
        if (place.behindUntil.isEmpty() && places.size() > 1) {
            LOG.warn("clamd at {} failed, the next address is asked: {}", daemon.address(), why);
        }
        place.behindUntil = Optional.of(Deadline.after(BEHIND));
    }

    synchronized void worked(Daemon daemon) {
        Place place = placeOf(daemon);
        if (place.behindUntil.isPresent() && places.size() > 1) {
            LOG.info("clamd at {} is back", daemon.address());
        }
        place.behindUntil = Optional.empty();
    }

    private Place placeOf(Daemon daemon) {
        return places.stream()
                .filter(place -> place.daemon == daemon)
                .findFirst()
                .orElseThrow();
    }
}
