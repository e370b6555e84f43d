// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.postern.gateway.internal.leg.Dial;
import org.postern.gateway.internal.leg.DialHandler;
import org.postern.gateway.internal.leg.IoThread;
import org.postern.gateway.internal.leg.Leg;
import org.postern.gateway.internal.leg.LegHandler;
import org.postern.gateway.internal.policy.ListenerSpec;
import org.postern.gateway.internal.policy.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to the first upstream that answers, one after the other. Look-ups of names are done by a worker. */
final class Dialler {
    private static final Logger LOG = LoggerFactory.getLogger(Dialler.class);

    private final House house;
    private final IoThread thread;
    private final BiFunction<Upstream, Leg, LegHandler> connected;
    private final Runnable failed;

    /** An address, and what was configured: certificates are checked against that. */
    private record Target(Upstream upstream, InetSocketAddress address) {}

    /** Both callbacks come on the session's thread, one of them, once a dial, and never within {@link #dial}. */
    Dialler(House house, IoThread thread, BiFunction<Upstream, Leg, LegHandler> connected, Runnable failed) {
        this.house = house;
        this.thread = thread;
        this.connected = connected;
        this.failed = failed;
    }

    void dial(ListenerSpec listener) {
        if (listener.upstreams().stream().allMatch(Upstream::isLiteral)) {
            next(listener, resolve(listener).iterator());
            return;
        }
        try {
            house.workers().lookUps().execute(() -> lookUp(listener));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            LOG.error("The upstreams of listener {} cannot be looked up", listener.name(), noThread);
            thread.execute(failed);
        }
    }

    private void lookUp(ListenerSpec listener) {
        List<Target> found = new ArrayList<>();
        try {
            found = resolve(listener);
        } finally { // whatever goes wrong, the session hears that it has no server
            Iterator<Target> targets = found.iterator();
            House.post(thread, () -> next(listener, targets), () -> {});
        }
    }

    private List<Target> resolve(ListenerSpec listener) {
        List<Target> found = new ArrayList<>();
        for (Upstream upstream : listener.upstreams()) {
            try {
                upstream.resolve().stream()
                        .filter(address -> mayBeDialled(listener, upstream, address))
                        .forEach(address -> found.add(new Target(upstream, address)));
            } catch (IOException e) {
                LOG.warn("The upstream {} has no address: {}", upstream, e.getMessage());
            }
        }
        return found;
    }

    /** What is given as an address was checked with the configuration; what a name stands for is known only now. */
    private boolean mayBeDialled(ListenerSpec listener, Upstream upstream, InetSocketAddress address) {
        if (house.own().test(address)) {
            LOG.warn(
                    "The upstream {} of listener {} is the gateway itself at {} and is not dialled; name the mail"
                            + " server behind it",
                    upstream,
                    listener.name(),
                    address);
            return false;
        }
        if (!listener.isInFamily(address)) {
            LOG.debug("{} of upstream {} is not in the family of sourceAddress", address, upstream);
            return false;
        }
        return true;
    }

    /** How to connect to one address of an upstream. */
    static Dial to(InetSocketAddress address, ListenerSpec listener, Duration timeout) {
        Dial dial = Dial.to(address, timeout);
        return listener.source()
                .map(source -> dial.from(new InetSocketAddress(source, 0)))
                .orElse(dial);
    }

    private void next(ListenerSpec listener, Iterator<Target> targets) {
        if (!targets.hasNext()) {
            thread.execute(failed);
            return;
        }
        Target target = targets.next();
        InetSocketAddress address = target.address();
        house.transport().dial(thread, to(address, listener, house.connectTimeout()), new DialHandler() {
            @Override
            public LegHandler connected(Leg leg) {
                return connected.apply(target.upstream(), leg);
            }

            @Override
            public void failed(IOException cause) {
                LOG.debug("{} of listener {} cannot be reached: {}", address, listener.name(), cause.getMessage());
                next(listener, targets);
            }
        });
    }
}
