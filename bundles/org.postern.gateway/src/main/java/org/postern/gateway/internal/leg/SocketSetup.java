// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.nio.channels.NetworkChannel;

/**
 * Prepares a socket that exists but is neither bound nor connected: the place for options that Java does not know, such
 * as {@code IP_TRANSPARENT}.
 */
@FunctionalInterface
public interface SocketSetup {

    /** Leaves the socket as it is. */
    SocketSetup NONE = channel -> {};

    /** Sets options; must not block, bind or close. What it throws fails the listen or the dial. */
    void prepare(NetworkChannel channel) throws IOException;
}
