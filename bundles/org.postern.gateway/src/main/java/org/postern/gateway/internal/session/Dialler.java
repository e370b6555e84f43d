// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.postern.gateway.internal.leg.Dial;
import org.postern.gateway.internal.leg.DialHandler;
import org.postern.gateway.internal.leg.IoThread;
import org.postern.gateway.internal.leg.Leg;
import org.postern.gateway.internal.leg.LegHandler;
import org.postern.gateway.internal.policy.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to the first upstream that answers, one after the other. Look-ups of names are done by a worker. */
final class Dialler {
    private static final Logger LOG = LoggerFactory.getLogger(Dialler.class);

    private final House house;
    private final IoThread thread;
    private final Function<Leg, LegHandler> connected;
    private final Runnable failed;

    /** Both callbacks come on the session's thread, one of them, once a dial. */
    Dialler(House house, IoThread thread, Function<Leg, LegHandler> connected, Runnable failed) {
        this.house = house;
        this.thread = thread;
        this.connected = connected;
        this.failed = failed;
    }

    void dial(List<Upstream> upstreams) {
        if (upstreams.stream().allMatch(Upstream::isLiteral)) {
            next(resolve(upstreams).iterator());
            return;
        }
        house.workers().lookUps().execute(() -> {
            List<InetSocketAddress> found = resolve(upstreams);
            House.post(thread, () -> next(found.iterator()), () -> {});
        });
    }

    private static List<InetSocketAddress> resolve(List<Upstream> upstreams) {
        List<InetSocketAddress> found = new ArrayList<>();
        for (Upstream upstream : upstreams) {
            try {
                found.addAll(upstream.resolve());
            } catch (IOException e) {
                LOG.warn("The upstream {} has no address: {}", upstream, e.getMessage());
            }
        }
        return found;
    }

    private void next(Iterator<InetSocketAddress> addresses) {
        if (!addresses.hasNext()) {
            failed.run();
            return;
        }
        house.transport().dial(thread, Dial.to(addresses.next(), house.connectTimeout()), new DialHandler() {
            @Override
            public LegHandler connected(Leg leg) {
                return connected.apply(leg);
            }

            @Override
            public void failed(IOException cause) {
                next(addresses);
            }
        });
    }
}
