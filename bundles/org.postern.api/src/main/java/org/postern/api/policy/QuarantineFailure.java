// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** What happens to a message that must go to quarantine when that cannot be written. */
public enum QuarantineFailure {
    /**
     * A client that sends is told to come again (SMTP 452 4.3.1). One that fetches (POP3) gets the message with its parts
     * replaced, and the original {@linkplain Original#MUST_STAY must stay} where it is.
     */
    DEFER,
    /** It is replaced all the same; the original is lost. */
    REPLACE
}
