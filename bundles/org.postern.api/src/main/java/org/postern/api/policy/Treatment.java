// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** What happens to what is not proven clean. */
public enum Treatment {
    /** As if infected, with all its actions; always quarantined. */
    DENY,
    /** As if clean; recorded. */
    ALLOW
}
