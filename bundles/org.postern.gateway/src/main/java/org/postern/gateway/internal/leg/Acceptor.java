// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

/** Takes accepted connections. */
@FunctionalInterface
public interface Acceptor {

    /** A client came in. Called on the leg's {@link IoThread}, before the first octet is read. */
    LegHandler accepted(Leg leg);
}
