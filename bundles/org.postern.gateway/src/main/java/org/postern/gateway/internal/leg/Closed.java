// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import java.util.Objects;

/** Why a leg came to its end. */
public sealed interface Closed {

    /** {@link Leg#close()} was called, or both directions have ended, and every octet went to the kernel. */
    record Flushed() implements Closed {}

    /** {@link Leg#close()} was called, but the peer did not take all octets in time. */
    record TimedOut(long lostOctets) implements Closed {}

    /** {@link Leg#abort()} was called, or the transport was closed. */
    record Aborted() implements Closed {}

    /** The connection broke: reset by the peer, or another error of the network. */
    record Broken(IOException cause) implements Closed {
        public Broken {
            Objects.requireNonNull(cause, "cause");
        }
    }

    /** A method of the {@link LegHandler} threw. */
    record HandlerFailed(Throwable cause) implements Closed {
        public HandlerFailed {
            Objects.requireNonNull(cause, "cause");
        }
    }
}
