// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.spool;

import java.io.IOException;

/** The disk of the spool is full (temporary). */
public final class SpoolFullException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is full, and where
     * @param cause what the system said
     */
    public SpoolFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
