// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

/** How several engines work together. */
public enum EngineMode {
    /** Every engine looks; a missing one counts as failed. */
    ALL,
    /** The first one that answers, in order. */
    FIRST
}
