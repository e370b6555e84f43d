// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** What happens to a message that must go to quarantine when that cannot be written. */
public enum QuarantineFailure {
    /** The client is told to come again (SMTP 452 4.3.1). */
    DEFER,
    /** It is replaced all the same; the original is lost. */
    REPLACE
}
