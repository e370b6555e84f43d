// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** How much of a message is at hand. */
public enum Extent {
    /** All of it. */
    WHOLE,

    /**
     * Its header and perhaps some lines more, as POP3's TOP gives them (RFC 1939 section 7). What is cut off cannot be told
     * from what is damaged, so that reason does not count in it; the message itself is looked at when it is fetched.
     */
    BEGINNING
}
