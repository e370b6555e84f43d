// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.nio.ByteBuffer;

/** Handles a leg that has no handler yet, or none any more. */
enum Nobody implements LegHandler {
    HERE;

    @Override
    public void received(ByteBuffer octets) {
        // nobody reads them
    }

    @Override
    public void inputEnded() {
        // nobody waits for it
    }

    @Override
    public void drained() {
        // nobody writes
    }

    @Override
    public void closed(Closed how) {
        // nobody mourns
    }
}
