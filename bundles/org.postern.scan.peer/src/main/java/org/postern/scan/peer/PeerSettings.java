// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.time.Duration;
import java.util.List;

/**
 * How peers are reached.
 *
 * @param addresses where they are, in order of preference
 * @param connectTimeout for a connection to one of them
 * @param idleTimeout how long a connection is kept without work; zero: not at all
 * @param maxConcurrent how many connections to an address are kept
 */
public record PeerSettings(List<Address> addresses, Duration connectTimeout, Duration idleTimeout, int maxConcurrent) {
    /** Checks. */
    public PeerSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
        if (connectTimeout.isNegative() || idleTimeout.isNegative() || maxConcurrent < 1) {
            throw new IllegalArgumentException("times and numbers cannot be negative");
        }
    }
}
