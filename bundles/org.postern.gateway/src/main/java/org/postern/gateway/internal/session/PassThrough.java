// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.nio.ByteBuffer;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Processing;
import org.postern.api.session.Side;

/** Reads nothing: octets and half-closes pass as they come. */
final class PassThrough implements Inspector {
    private boolean connected;
    private boolean clientEnded;

    /** @param connected whether the server is there already */
    PassThrough(boolean connected) {
        this.connected = connected;
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

    @Override
    public void tick(Actions actions) {
        // nothing is waited for
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
