// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

/** How servers are spoken to. */
enum Tls {
    /** In the clear. */
    NONE,
    /** Secured from the first octet. */
    IMPLICIT
}
