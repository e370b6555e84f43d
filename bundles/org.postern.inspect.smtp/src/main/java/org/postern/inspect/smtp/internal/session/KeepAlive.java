// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.time.Duration;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/** T38: while a message is under way the server hears from us, but not so often that it minds. */
final class KeepAlive {
    private static final int MOST_NOOPS = 8;
    private static final Duration EVERY = Duration.ofSeconds(45);

    private final ServerLeg server;
    private int noops;

    KeepAlive(ServerLeg server) {
        this.server = server;
    }

    /** Called between our 354 and our DATA; the reply is for nobody. */
    void tick() {
        if (noops == MOST_NOOPS
                || server.isLost()
                || !server.isQuiet()
                || server.silence().compareTo(EVERY) < 0) {
            return;
        }
        noops++;
        server.send(Command.NOOP, reply -> {
            if (reply.code() == 421) {
                throw new ReplyException("the server closes");
            }
        });
    }
}
