// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.net.SocketAddress;
import java.util.Optional;

/**
 * A way of the mail that is measured.
 *
 * @param name as the table shows it
 * @param process what stands between client and server, if anything
 * @param jvm what tells of that process, if it is a JVM of interest
 * @param clamd whether clamd works for it
 */
record Variant(
        String name,
        Kind kind,
        SocketAddress address,
        Optional<ChildProcess> process,
        Optional<JvmMeter> jvm,
        boolean clamd) {
    enum Kind {
        DIRECT,
        RELAY,
        HAPROXY,
        GATEWAY,
        ENGINE
    }

    static final String DIRECT = "direct";
    static final String RELAY = "bare relay";
    static final String CLAMD = "clamd alone";

    static Variant direct(SocketAddress server) {
        return new Variant(DIRECT, Kind.DIRECT, server, Optional.empty(), Optional.empty(), false);
    }

    static Variant relay(Relays relay) {
        return of(RELAY, Kind.RELAY, relay);
    }

    static Variant haproxy(Relays haproxy) {
        return of("haproxy", Kind.HAPROXY, haproxy);
    }

    private static Variant of(String name, Kind kind, Relays relay) {
        return new Variant(name, kind, relay.address(), Optional.of(relay.process()), Optional.empty(), false);
    }

    static Variant gateway(Gateway gateway, Gateway.Treatment treatment, Protocol protocol, JvmMeter jvm) {
        return new Variant(
                "gateway " + treatment.name(),
                Kind.GATEWAY,
                gateway.listener(protocol, treatment),
                Optional.of(gateway.process()),
                Optional.of(jvm),
                treatment.engines().equals(Clamd.ENGINE));
    }

    /** clamd alone; its cost is in clamd's column. */
    static Variant clamd(Clamd clamd) {
        return new Variant(CLAMD, Kind.ENGINE, clamd.address(), Optional.empty(), Optional.empty(), true);
    }
}
