// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.time.Duration;
import java.util.Arrays;
import org.postern.scan.peer.Address;
import org.postern.scan.peer.PeerSettings;

/** Scanners for the clamds of a test. */
final class Clamds {
    private Clamds() {}

    static ClamdScanner scanner(FakeClamd... clamds) {
        return scanner(Arrays.stream(clamds).map(FakeClamd::address).toArray(Address[]::new));
    }

    static ClamdScanner scanner(Address... addresses) {
        return new ClamdScanner(settings(Duration.ofSeconds(10), addresses));
    }

    static Settings settings(Duration readTimeout, Address... addresses) {
        return new Settings(
                new PeerSettings(Arrays.asList(addresses), Duration.ofSeconds(2), Duration.ofSeconds(20), 4),
                readTimeout);
    }
}
