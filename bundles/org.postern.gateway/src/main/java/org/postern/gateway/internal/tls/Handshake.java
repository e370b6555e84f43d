// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import java.io.IOException;
import javax.net.ssl.SSLSession;
import org.postern.gateway.internal.leg.IoThread;

/** A handshake that is under way: tells how it came out, once at most. */
final class Handshake {
    private final HandshakeHandler outcome;
    private final IoThread.Timer deadline;
    private boolean over;

    Handshake(HandshakeHandler outcome, IoThread.Timer deadline) {
        this.outcome = outcome;
        this.deadline = deadline;
    }

    boolean isOver() {
        return over;
    }

    void secured(SSLSession session) {
        if (forget()) {
            outcome.secured(session);
        }
    }

    void failed(IOException cause) {
        if (forget()) {
            outcome.failed(cause);
        }
    }

    /** @return whether it was under way until now */
    boolean forget() {
        boolean before = over;
        over = true;
        deadline.cancel();
        return !before;
    }
}
