// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** What happens when a scan failed. */
public enum ScannerFailure {
    /** The client is told to come again (SMTP 451 4.7.1, POP3 -ERR [SYS/TEMP]). */
    DEFER,
    /** As what cannot be scanned, reason {@code limits}. */
    TREAT_AS_UNSCANNABLE
}
