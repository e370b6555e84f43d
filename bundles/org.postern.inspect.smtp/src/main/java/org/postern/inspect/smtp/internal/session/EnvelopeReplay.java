// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.postern.api.inspect.Introductions.Kind;
import org.postern.inspect.smtp.internal.state.EhloReply;
import org.postern.inspect.smtp.internal.state.Extension;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;
import org.postern.inspect.smtp.internal.wire.Verb;

/**
 * Takes the transaction to a new connection after the server closed while a message was scanned (T38): once a session,
 * and only if nobody had authenticated. Each command must be accepted again; where TLS stood before it stands first.
 */
final class EnvelopeReplay {
    private static final String NO_TLS = "the server does not begin TLS any more";

    private final SmtpSession session;
    private final ServerLeg server;
    private final Deque<Command> steps = new ArrayDeque<>();
    private boolean used;
    /** The server knows who the client is. */
    private boolean told;

    EnvelopeReplay(SmtpSession session) {
        this.session = session;
        this.server = session.server();
    }

    boolean isPossible() {
        return !used
                && !session.isAuthenticated()
                && session.isRepeatable()
                && (session.hello().isPresent() || session.path().isEmpty())
                && session.transaction().isReplayable();
    }

    void begin() {
        used = true;
        for (Command step : session.path()) {
            greetForExtensions();
            steps.add(step);
        }
        if (isUnasked()) {
            greetForExtensions();
        }
        session.hello().ifPresent(steps::add);
        steps.addAll(session.transaction().commands());
        server.dial();
        server.expect(session.limits().serverReply(), EnvelopeReplay::accepted);
    }

    /** HELO does not bring out whether the server would be told who the client is. */
    private boolean isUnasked() {
        Verb last = session.path().stream()
                .map(Command::verb)
                .reduce((before, step) -> step)
                .orElse(Verb.UNKNOWN);
        return session.gives(Kind.XCLIENT)
                && last != Verb.XCLIENT
                && session.hello().filter(hello -> hello.verb() == Verb.HELO).isPresent();
    }

    private void greetForExtensions() {
        session.hello().map(hello -> hello.as(Verb.EHLO)).ifPresent(steps::add);
    }

    private static void accepted(Reply reply) throws ReplyException {
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
        if (server.isSecuring()) {
            return false;
        }
        if (steps.isEmpty()) {
            return true;
        }
        Command step = steps.remove();
        server.send(step, reply -> answered(step, reply));
        return false;
    }

    private void answered(Command step, Reply reply) throws ReplyException {
        switch (step.verb()) {
            case STARTTLS -> {
                if (reply.code() != 220) {
                    throw new ReplyException(NO_TLS);
                }
                server.startTls();
            }
            case EHLO -> {
                accepted(reply);
                server.offers(Optional.of(EhloReply.filter(reply, session.offering())));
                compare();
            }
            case HELO -> {
                accepted(reply);
                server.offers(Optional.empty()); // what EHLO brought out was for what came before
            }
            case XFORWARD -> {
                if (!session.gives(Kind.XFORWARD) || reply.code() == 421) { // ours may be refused
                    accepted(reply);
                }
            }
            case XCLIENT -> {
                accepted(reply);
                told = true;
            }
            default -> accepted(reply);
        }
    }

    /** It may be another server than before, without TLS, or one that takes other introductions. */
    private void compare() throws ReplyException {
        if (session.gives(Kind.XFORWARD) && !server.offers(Extension.XFORWARD)) {
            steps.removeIf(step -> step.verb() == Verb.XFORWARD);
        }
        Verb next = steps.isEmpty() ? Verb.UNKNOWN : steps.element().verb();
        if (next == Verb.STARTTLS && !server.offers(Extension.STARTTLS)) {
            throw new ReplyException(NO_TLS);
        }
        boolean missed = (next == Verb.XCLIENT && !server.offers(Extension.XCLIENT))
                || (next == Verb.XFORWARD && !server.offers(Extension.XFORWARD));
        boolean wanted = session.gives(Kind.XCLIENT)
                && !told
                && next != Verb.XCLIENT
                && next != Verb.STARTTLS
                && server.offers(Extension.XCLIENT);
        if (missed || wanted) {
            throw new ReplyException("the server is not told as before who the client is"); // T57
        }
    }

    /** The server's side is secured again. */
    void secured() {
        if (server.isSecuring()) {
            server.secured();
            told = false; // unless it does not ask again
        }
    }
}
