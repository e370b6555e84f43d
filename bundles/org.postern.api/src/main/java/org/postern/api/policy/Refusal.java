// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** Why the gateway does not let a message go on. All are temporary but the last two. */
public enum Refusal {
    /** Too much is under way. */
    BUSY,
    /** The spool is full. */
    NO_SPACE,
    /** The message must be kept in quarantine and cannot be. */
    QUARANTINE_FAILED,
    /** No engine gave a verdict in time. */
    SCAN_FAILED,
    /** Something went wrong in the gateway. */
    INTERNAL,
    /** Larger than the profile takes (permanent). */
    TOO_LARGE,
    /** Malware in a place where it cannot be replaced (permanent). */
    NOT_REPLACEABLE
}
