// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;

/** How a dialled connection came out. Exactly one method is called, once, on the {@link IoThread} that was asked for. */
public interface DialHandler {

    /** The connection stands; what happens on it goes to the handler returned. */
    LegHandler connected(Leg leg);

    /** It does not: refused, unreachable, or a {@link java.net.SocketTimeoutException}. */
    void failed(IOException cause);
}
