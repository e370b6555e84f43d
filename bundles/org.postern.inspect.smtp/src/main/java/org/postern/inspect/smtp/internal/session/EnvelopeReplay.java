// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.postern.inspect.smtp.internal.state.EhloReply;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;
import org.postern.inspect.smtp.internal.wire.Verb;

/**
 * Takes the transaction to a new connection after the server closed while a message was scanned (T38): once a session,
 * and only if nobody had authenticated. Each command must be accepted again.
 */
final class EnvelopeReplay {
    private final SmtpSession session;
    private final ServerLeg server;
    private final Deque<Command> steps = new ArrayDeque<>();
    private boolean used;

    EnvelopeReplay(SmtpSession session) {
        this.session = session;
        this.server = session.server();
    }

    boolean isPossible() {
        return !used && !session.isAuthenticated() && session.transaction().isReplayable();
    }

    void begin() {
        used = true;
        session.hello().ifPresent(steps::add);
        steps.addAll(session.transaction().commands());
        server.dial();
        server.expect(session.limits().serverReply(), this::accepted);
    }

    private void accepted(Reply reply) throws ReplyException {
        if (!reply.isPositive()) {
            throw new ReplyException("the server did not accept again what it had accepted");
        }
    }

    /**
     * Goes on, no reply being due. Not as soon as a reply came: one too many behind it would be taken for that to the next
     * command (T10).
     *
     * @return whether the server is where it was
     */
    boolean turn() {
        if (steps.isEmpty()) {
            return true;
        }
        Command step = steps.remove();
        server.send(step, next -> {
            if (step.verb() == Verb.EHLO && next.isPositive()) {
                server.offers(Optional.of(EhloReply.filter(next, Long.MAX_VALUE)));
            }
            accepted(next);
        });
        return false;
    }
}
