// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

/** What is done with a preview that the server asks for (RFC 3507 section 4.5). */
enum Preview {
    /** It gets one, but never all of the content; what it calls clean after a part only counts as not scanned. */
    CHECK,
    /** It gets one, and what it calls clean after a part is clean. */
    TRUST,
    /** It gets everything at once. */
    NEVER
}
