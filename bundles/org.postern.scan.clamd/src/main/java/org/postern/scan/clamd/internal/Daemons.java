// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.postern.api.scan.Deadline;

/** All addresses of one engine, as one configuration has them. Thread-safe. */
final class Daemons implements AutoCloseable {
    private final Settings settings;
    private final List<Daemon> all;
    private final Turn turn;

    /**
     * An answer, and who gave it.
     *
     * @param from its address
     */
    record Reply<T>(T answer, Address from) {}

    Daemons(Settings settings) {
        this.settings = settings;
        all = settings.addresses().stream()
                .map(address -> new Daemon(address, settings))
                .toList();
        turn = new Turn(all, settings.connectTimeout());
    }

    /**
     * Asks one after the other until one answers, none longer than its share of the time (T20).
     *
     * @param patience made for a share
     * @throws ClamdException with all reasons, if none did
     */
    <T> Reply<T> ask(Daemon.Question<T> question, Deadline deadline, Function<Deadline, Patience> patience)
            throws ClamdException, IOException, InterruptedException {
        List<Daemon> order = turn.next();
        List<String> why = new ArrayList<>();
        for (int i = 0; i < order.size() && !deadline.hasPassed(); i++) {
            Daemon daemon = order.get(i);
            Deadline share = deadline.orAfter(deadline.remaining().dividedBy(order.size() - i));
            try {
                T answer = daemon.ask(question, patience.apply(share));
                turn.worked(daemon);
                return new Reply<>(answer, daemon.address());
            } catch (ClamdException failed) {
                why.add(daemon.address() + ": " + failed.getMessage());
                turn.failed(daemon, failed.getMessage());
            }
        }
        throw new ClamdException(why.isEmpty() ? "the deadline passed" : String.join("; ", why));
    }

    Settings settings() {
        return settings;
    }

    void closeOverdue() {
        all.forEach(Daemon::closeOverdue);
    }

    int idle() {
        return all.stream().mapToInt(Daemon::idle).sum();
    }

    @Override
    public void close() {
        all.forEach(Daemon::close);
    }
}
