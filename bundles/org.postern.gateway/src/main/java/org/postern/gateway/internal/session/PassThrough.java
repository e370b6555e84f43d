// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.NanoClock;
import org.postern.api.policy.Processing;
import org.postern.api.session.Side;

/** Reads nothing: octets and half-closes pass as they come, until both sides are silent for too long. */
final class PassThrough implements Inspector {
    private final Duration idle;
    private final NanoClock clock;
    private boolean connected;
    private boolean clientEnded;
    private long lastOctet;

    private PassThrough(boolean connected, Duration idle, NanoClock clock) {
        this.connected = connected;
        this.idle = idle;
        this.clock = clock;
        this.lastOctet = clock.nanos();
    }

    /** From the first octet on; there is no server yet. */
    static PassThrough fromTheBeginning(Duration idle, NanoClock clock) {
        return new PassThrough(false, idle, clock);
    }

    /** From now on; both sides are there. */
    static PassThrough fromNowOn(Duration idle, NanoClock clock) {
        return new PassThrough(true, idle, clock);
    }

    @Override
    public void opened(Actions actions) {
        actions.pause(Side.CLIENT);
    }

    @Override
    public void serverConnected(Actions actions) {
        connected = true;
        actions.resume(Side.CLIENT);
    }

    @Override
    public void received(Side from, ByteBuffer octets, Actions actions) {
        lastOctet = clock.nanos();
        actions.send(from.other(), octets);
    }

    @Override
    public void inputEnded(Side from, Actions actions) {
        if (from == Side.CLIENT) {
            clientEnded = true;
        }
        actions.shutdownOutput(from.other());
        if (from == Side.SERVER && clientEnded) {
            actions.end("both sides ended");
        }
    }

    @Override
    public void lost(Side side, Actions actions) {
        actions.end(
                !connected ? "no connection to the server" : side == Side.CLIENT ? "client closed" : "server closed");
    }

    @Override
    public void secured(Side side, Actions actions) {
        throw new IllegalStateException("no TLS was begun");
    }

    @Override
    public void notSecured(Side side, String reason, Actions actions) {
        actions.end(reason);
    }

    /** A peer that is gone without a word would be held for ever: nothing is sent here that it had to acknowledge. */
    @Override
    public void tick(Actions actions) {
        if (connected && clock.nanos() - lastOctet > idle.toNanos()) {
            actions.end("idle");
        }
    }

    @Override
    public void processed(Processing processing, Actions actions) {
        throw new IllegalStateException("nothing was submitted");
    }

    @Override
    public void relayed(Actions actions) {
        throw new IllegalStateException("nothing was relayed");
    }

    @Override
    public void drain(Actions actions) {
        actions.end("the gateway stops");
    }
}
