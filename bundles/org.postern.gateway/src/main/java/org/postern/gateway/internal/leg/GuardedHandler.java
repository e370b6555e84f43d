// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/** Keeps what a handler throws, errors too, from the thread that other legs live on. */
record GuardedHandler(LegHandler handler, Consumer<Throwable> failed) implements LegHandler {

    GuardedHandler {
        Objects.requireNonNull(handler, "handler");
    }

    @Override
    public void received(ByteBuffer octets) {
        try {
            handler.received(octets);
        } catch (Throwable t) {
            failed.accept(t);
        }
    }

    @Override
    public void inputEnded() {
        guard(handler::inputEnded);
    }

    @Override
    public void drained() {
        guard(handler::drained);
    }

    @Override
    public void closed(Closed how) {
        guard(() -> handler.closed(how));
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable t) {
            failed.accept(t);
        }
    }
}
