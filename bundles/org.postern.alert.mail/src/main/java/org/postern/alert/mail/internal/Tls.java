// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

/** How the relay is spoken to. */
enum Tls {
    /** In the clear. */
    NONE,
    /** The connection is secured before anything is said; without that nothing is sent (RFC 3207). */
    STARTTLS,
    /** Secured from the first octet (RFC 8314). */
    IMPLICIT
}
