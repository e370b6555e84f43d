// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** What was done with a message, for the journal. */
public enum Action {
    /** Relayed octet for octet. */
    PASSED,
    /** Relayed octet for octet without having been looked at wholly, as the profile says. */
    PASSED_UNSCANNED,
    /** Relayed with parts replaced by notices. */
    REPLACED,
    /** Relayed octet for octet though parts would have been replaced: the profile observes. */
    OBSERVED,
    /** Not relayed. */
    REFUSED
}
