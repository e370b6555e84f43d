// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.apache.mina.core.service.TransportMetadata;
import org.apache.mina.transport.socket.nio.NioSession;

/** MINA's side of a leg. MINA's own is of no use here: it cannot be created outside MINA's package. */
final class LegSession extends NioSession {

    private final MinaLeg leg;

    LegSession(LegService service, MinaIoThread thread, NewSocket socket) {
        super(thread.processor(), service, socket.channel());
        this.config = new LegService.Config();
        this.leg = new MinaLeg(this, thread, service.settings(), socket);
    }

    MinaLeg leg() {
        return leg;
    }

    @Override
    public SocketChannel getChannel() {
        return (SocketChannel) channel;
    }

    @Override
    public TransportMetadata getTransportMetadata() {
        return LegService.METADATA;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return leg.remoteAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return leg.localAddress();
    }
}
