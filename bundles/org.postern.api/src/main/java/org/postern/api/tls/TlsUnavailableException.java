// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.tls;

/** There is no TLS to be had as configured now, such as for want of a certificate. The message says what is missing. */
public final class TlsUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line: what, where, what to do */
    public TlsUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message one line: what, where, what to do
     * @param cause what the platform said
     */
    public TlsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
