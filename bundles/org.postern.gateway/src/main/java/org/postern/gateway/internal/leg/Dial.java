// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where and how to connect.
 *
 * @param remote a resolved address: the transport looks no name up
 * @param source the local address, the kernel's choice when empty
 * @param timeout for the connection to stand
 * @param setup applied before the socket is bound and connected
 */
public record Dial(InetSocketAddress remote, Optional<InetSocketAddress> source, Duration timeout, SocketSetup setup) {

    public Dial {
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(setup, "setup");
        if (remote.isUnresolved()) {
            throw new IllegalArgumentException("not resolved: " + remote);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be more than 0, not " + timeout);
        }
    }

    /** Connects from wherever the kernel likes. */
    public static Dial to(InetSocketAddress remote, Duration timeout) {
        return new Dial(remote, Optional.empty(), timeout, SocketSetup.NONE);
    }

    /** The same, from this address. */
    public Dial from(InetSocketAddress address) {
        return new Dial(remote, Optional.of(address), timeout, setup);
    }

    /** The same, with a socket prepared in this way. */
    public Dial with(SocketSetup preparation) {
        return new Dial(remote, source, timeout, preparation);
    }
}
