// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.swap;

/**
 * The right to call a service until it is closed. Thread-safe. The service must not be used after the close: its bundle
 * may be gone.
 */
public interface Lease<T> extends AutoCloseable {
    /** @return the service */
    T service();

    /** @return the service and the properties it had when the lease was taken */
    Offer<T> offer();

    /**
     * Asks to be told that the service goes while there is still time to finish: for holders that keep a lease for long,
     * such as a session. The action runs at most once, on the thread that unbinds, at once on this one if that is already
     * so; it must not block.
     */
    void onLeaving(Runnable action);

    /**
     * Asks to be told that the service goes and that the time to finish is over. The action runs at most once, on the
     * thread that unbinds, at once on this one if that is already so, and is not due any more after the close; it must not
     * block.
     */
    void onCancel(Runnable action);

    /** Ends the use. Idempotent; does not throw or block. */
    @Override
    void close();
}
