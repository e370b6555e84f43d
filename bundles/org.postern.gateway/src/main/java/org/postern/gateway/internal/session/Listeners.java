// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.postern.api.session.GatewayState.ListenerState;
import org.postern.gateway.internal.leg.Dial;
import org.postern.gateway.internal.leg.DialHandler;
import org.postern.gateway.internal.leg.Leg;
import org.postern.gateway.internal.leg.LegHandler;
import org.postern.gateway.internal.leg.Listening;
import org.postern.gateway.internal.leg.SocketSetup;
import org.postern.gateway.internal.leg.Transport;
import org.postern.gateway.internal.policy.ListenerSpec;
import org.postern.gateway.internal.policy.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open listening sockets. A changed policy opens and closes only what differs; a port that cannot be opened is tried
 * again until it can. Thread-safe.
 */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofMillis(20);

    private final Transport transport;
    private final BiFunction<ListenerSpec, Leg, LegHandler> accepted;
    private final Map<String, Open> open = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<ListenerSpec> own = List.of();
    private boolean closed;

    /** A configured listener: listening, or why not. */
    private static final class Open {
        private volatile ListenerSpec spec;
        private Optional<Listening> listening = Optional.empty();
        private String problem = "";

        Open(ListenerSpec spec) {
            this.spec = spec;
        }
    }

    Listeners(Transport transport, BiFunction<ListenerSpec, Leg, LegHandler> accepted) {
        this.transport = transport;
        this.accepted = accepted;
    }

    /** Brings the sockets in line with a policy. Sessions that are open stay. */
    void apply(List<ListenerSpec> wanted) {
        locked(() -> applyLocked(wanted));
    }

    private void applyLocked(List<ListenerSpec> wanted) {
        Map<String, ListenerSpec> byName = wanted.stream().collect(Collectors.toMap(ListenerSpec::name, spec -> spec));
        open.entrySet().removeIf(entry -> {
            ListenerSpec spec = byName.get(entry.getKey());
            boolean stays = spec != null && sameSocket(spec, entry.getValue().spec);
            if (!stays) {
                close(entry.getValue());
            }
            return !stays;
        });
        for (ListenerSpec spec : wanted) {
            Open known = open.get(spec.name());
            if (known == null) {
                Open fresh = new Open(spec);
                open.put(spec.name(), fresh);
                listen(fresh);
                spec.upstreams().forEach(upstream -> probe(spec, upstream));
            } else {
                known.spec = spec;
            }
        }
        noteOwn();
    }

    /** @return whether a connection to there would come in at one of these listeners. Never waits. */
    boolean isOwn(InetSocketAddress target) {
        return own.stream().anyMatch(spec -> spec.isReachedBy(target));
    }

    private void noteOwn() {
        own = open.values().stream().map(Listeners::where).toList();
    }

    /** Of port 0 the system's choice. */
    private static ListenerSpec where(Open entry) {
        return entry.listening.map(l -> entry.spec.at(l.address())).orElse(entry.spec);
    }

    private static boolean sameSocket(ListenerSpec one, ListenerSpec other) {
        return one.address().equals(other.address()) && one.backlog() == other.backlog();
    }

    private void listen(Open entry) {
        ListenerSpec spec = entry.spec;
        try {
            entry.listening = Optional.of(transport.listen(
                    spec.address(), spec.backlog(), SocketSetup.NONE, leg -> accepted.apply(entry.spec, leg)));
            entry.problem = "";
            LOG.info("Listener {} accepts: {}", spec.name(), spec.describe());
        } catch (IOException e) {
            if (entry.problem.isEmpty()) {
                LOG.error("Listener {} cannot listen and tries again every 2 s: {}", spec.name(), e.getMessage());
            }
            entry.problem = String.valueOf(e.getMessage());
            transport.next().schedule(RETRY, () -> retry(entry));
        }
    }

    /** On an I/O thread, for which the lock's holder may be waiting to close a socket. */
    private void retry(Open entry) {
        if (!lock.tryLock()) {
            transport.next().schedule(SOON, () -> retry(entry));
            return;
        }
        try {
            if (!closed && open.get(entry.spec.name()) == entry && entry.listening.isEmpty()) {
                listen(entry);
                noteOwn();
            }
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    /** Says at once what clients would find out: a warning, no more; the server may come later. */
    private void probe(ListenerSpec spec, Upstream upstream) {
        if (!upstream.isLiteral()) {
            return; // its look-up might block
        }
        try {
            Dial dial = Dialler.to(upstream.resolve().get(0), spec, Duration.ofSeconds(5));
            transport.dial(transport.next(), dial, new DialHandler() {
                @Override
                public LegHandler connected(Leg leg) {
                    leg.close();
                    return new PassiveLeg();
                }

                @Override
                public void failed(IOException cause) {
                    LOG.warn(
                            "The upstream {} of listener {} cannot be reached now ({}); clients get a temporary refusal"
                                    + " until it can",
                            upstream,
                            spec.name(),
                            cause.getMessage());
                }
            });
        } catch (IOException e) {
            LOG.warn("The upstream {} of listener {} has no address: {}", upstream, spec.name(), e.getMessage());
        }
    }

    List<ListenerState> states() {
        List<ListenerState> states = new ArrayList<>();
        locked(() -> open.values()
                .forEach(entry -> states.add(
                        new ListenerState(entry.spec.name(), where(entry).describe(), entry.problem))));
        states.sort(Comparator.comparing(ListenerState::name));
        return states;
    }

    private static void close(Open entry) {
        entry.listening.ifPresent(Listening::close);
        entry.listening = Optional.empty();
    }

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            open.values().forEach(Listeners::close);
            open.clear();
        });
    }
}
