// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Listeners of a gateway, each with a rule and a profile of its own and somebody before it who listens. */
final class TlsListeners implements AutoCloseable {
    private final RunningGateway gateway;
    private final String protocol;
    private final Map<String, RecordingRelay> relays = new TreeMap<>();

    TlsListeners(RunningGateway gateway, String protocol) {
        this.gateway = gateway;
        this.protocol = protocol;
    }

    /**
     * Writes the configuration of one.
     *
     * @param implicit whether it speaks TLS from the first octet
     * @param profile the lines of its profile
     */
    void add(String name, boolean implicit, String upstream, String... profile) throws IOException {
        int port = Ports.free();
        gateway.configure(
                "org.postern.listener~" + name + ".cfg",
                "protocol = " + protocol,
                "port = " + port,
                "implicitTls = " + implicit,
                "upstream = " + upstream);
        gateway.configure(
                "org.postern.rule~" + name + ".cfg",
                "order = " + (relays.size() + 1),
                "listeners = " + name,
                "destinations = any",
                "profile = " + name);
        gateway.configure("org.postern.profile~" + name + ".cfg", profile);
        relays.put(name, new RecordingRelay(port));
    }

    /** The port of a listener, by way of the one who listens. */
    int port(String name) {
        return relays.get(name).port();
    }

    /** All octets that went between a listener and its clients since the last call of {@link #forget}. */
    String seen(String name) {
        return relays.get(name).seen();
    }

    void forget() {
        relays.values().forEach(RecordingRelay::forget);
    }

    @Override
    public void close() throws IOException {
        for (RecordingRelay relay : relays.values()) {
            relay.close();
        }
    }
}
