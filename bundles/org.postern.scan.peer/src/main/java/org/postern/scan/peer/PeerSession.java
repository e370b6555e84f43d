// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

/** A connection that may be kept between questions. One thread at a time. */
public interface PeerSession extends AutoCloseable {
    /** @return whether another question may be put; false after anything irregular (T21) */
    boolean isSound();

    /** @return whether nothing came, not even the end, while nothing was asked */
    boolean isQuiet();

    /** Closes at once. Idempotent; does not throw or block. */
    @Override
    void close();
}
