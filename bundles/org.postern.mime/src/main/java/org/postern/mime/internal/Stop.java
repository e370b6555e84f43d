// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/** Where base64 ends for a program (M03). */
enum Stop {
    /** Nowhere before the body does. */
    NEVER,
    /** At the first padding. */
    AT_PADDING,
    /** At the first octet that has no meaning in it, or at padding. */
    AT_GARBAGE
}
