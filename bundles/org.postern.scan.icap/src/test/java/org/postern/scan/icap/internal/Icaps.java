// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.postern.scan.peer.Address;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.PeerSettings;

/** Scanners for the servers of a test. */
final class Icaps {
    static final Service SERVICE =
            new Service("avscan", Method.AUTO, Preview.CHECK, Allow204.OFFERED, BlockPage.FAILED);

    private Icaps() {}

    static IcapScanner scanner(FakeIcap... servers) {
        return scanner(SERVICE, servers);
    }

    static IcapScanner scanner(Service service, FakeIcap... servers) {
        return scanner(
                settings(service, Arrays.stream(servers).map(FakeIcap::address).toArray(Address[]::new)));
    }

    static IcapScanner scanner(Settings settings) {
        return new IcapScanner(settings, (host, port, trust) -> {
            throw new PeerException("no TLS here");
        });
    }

    static Settings settings(Service service, Address... addresses) {
        return settings(service, Duration.ofSeconds(10), Duration.ofSeconds(20), addresses);
    }

    static Settings settings(Service service, Duration read, Duration idle, Address... addresses) {
        return new Settings(
                new PeerSettings(Arrays.asList(addresses), Duration.ofSeconds(2), idle, 4),
                read,
                service,
                Optional.empty());
    }

    /** An answer that gives something back. */
    static String back(String fields, String http, String body) {
        String chunks = body.isEmpty()
                ? "0\r\n\r\n"
                : Integer.toHexString(body.getBytes(ISO_8859_1).length) + "\r\n" + body + "\r\n0\r\n\r\n";
        return "ICAP/1.0 200 OK\r\n" + fields + "Encapsulated: res-hdr=0, res-body=" + http.length() + "\r\n\r\n" + http
                + chunks;
    }
}
