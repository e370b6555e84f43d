// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.io.IOException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands MINA's events to the legs they belong to. */
final class LegEvents extends IoHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(LegEvents.class);

    @Override
    public void sessionOpened(IoSession session) {
        leg(session).opened();
    }

    /** The adapter would close the session, and a client that closes its half first would lose the replies. */
    @Override
    public void inputClosed(IoSession session) {
        leg(session).inputClosed();
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        if (cause instanceof IOException io) {
            leg(session).broken(io);
        } else {
            LOG.error("An error inside the transport; the connection {} is closed", session, cause);
            leg(session).broken(new IOException("unexpected: " + cause, cause));
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        leg(session).gone();
    }

    private static MinaLeg leg(IoSession session) {
        return ((LegSession) session).leg();
    }
}
