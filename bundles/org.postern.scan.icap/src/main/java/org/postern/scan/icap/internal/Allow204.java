// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

/** Whether the server may say that nothing is to be changed instead of giving all content back (RFC 3507 section 4.6). */
enum Allow204 {
    /** Where it offers that; content that it gives back all the same counts as not scanned. */
    OFFERED,
    /** Never; what comes back unchanged is clean. */
    NEVER
}
