// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

/** What may become of a message where it came from, once something else went on in its place. */
public enum Original {
    /** What the client wants: what it got is all of it, or a copy is in quarantine, or the profile wants none. */
    MAY_GO,

    /**
     * It was to be kept in quarantine and could not be: the one at its source is the only copy, and the gateway lets the
     * client remove it in no way (T24). Only for protocols in which clients fetch: a client that sends is told to come
     * again.
     */
    MUST_STAY
}
