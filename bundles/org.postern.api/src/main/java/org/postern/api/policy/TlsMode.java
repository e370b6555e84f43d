// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** What becomes of TLS that the client would begin. */
public enum TlsMode {
    /** It passes unread, and what is in it is not scanned; recorded so. */
    ALLOW,
    /** STARTTLS and STLS are hidden and refused, so that mail stays readable to the gateway. */
    DISABLE,
    /** It ends at the gateway on both sides, and what is in it is scanned. */
    INTERCEPT
}
