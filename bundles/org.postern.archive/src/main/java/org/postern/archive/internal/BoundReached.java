// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;

/** Ends a decoder at a bound that the ledger knows already. */
final class BoundReached extends IOException {
    private static final long serialVersionUID = 1L;

    BoundReached() {
        super("a bound is reached");
    }
}
