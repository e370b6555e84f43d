// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.nio.ByteBuffer;
import org.postern.gateway.internal.leg.Closed;
import org.postern.gateway.internal.leg.LegHandler;

/** Nobody cares what happens on this leg. */
final class PassiveLeg implements LegHandler {
    @Override
    public void received(ByteBuffer octets) {
        // thrown away
    }

    @Override
    public void inputEnded() {
        // it is being closed
    }

    @Override
    public void drained() {
        // nothing waits for it
    }

    @Override
    public void closed(Closed how) {
        // as meant
    }
}
