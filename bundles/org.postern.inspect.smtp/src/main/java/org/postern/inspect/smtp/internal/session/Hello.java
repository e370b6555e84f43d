// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import org.postern.api.event.ServerRemark;
import org.postern.inspect.smtp.internal.state.EhloReply;
import org.postern.inspect.smtp.internal.state.ExemptingRule;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.Verb;

/** EHLO and HELO: what the server offers, and what of it the client sees. */
final class Hello {
    private final SmtpSession session;
    private final ServerLeg server;
    private final CommandReplies replies;
    private final GatewayIntroduction introduction;
    private final TlsDemand tlsDemand;
    private Optional<Runnable> next = Optional.empty();

    Hello(SmtpSession session, CommandReplies replies, GatewayIntroduction introduction, TlsDemand tlsDemand) {
        this.session = session;
        this.server = session.server();
        this.replies = replies;
        this.introduction = introduction;
        this.tlsDemand = tlsDemand;
    }

    void greet(Command hello) {
        if (introduction.isDue()) {
            introduce(hello);
        } else {
            pass(hello);
        }
    }

    /**
     * Goes on, no reply being due. Not as soon as a reply came: one too many behind it would be taken for that to the next
     * command (T10).
     *
     * @return whether the client's greeting is not dealt with yet
     */
    boolean turn() {
        Optional<Runnable> step = next;
        next = Optional.empty();
        step.ifPresent(Runnable::run);
        return step.isPresent();
    }

    private void pass(Command hello) {
        server.sendAlone(hello, reply -> {
            if (reply.isPositive()) {
                accepted(hello, reply);
            } else {
                replies.relay(reply);
            }
        });
    }

    private void accepted(Command hello, Reply reply) {
        session.greeted(hello);
        if (hello.verb() == Verb.HELO) {
            server.offers(Optional.empty());
            replies.relay(reply);
        } else {
            EhloReply offer = EhloReply.filter(reply, session.offering());
            server.offers(Optional.of(offer));
            noticed(offer);
            replies.relay(offer.reply());
        }
    }

    private void noticed(EhloReply offer) {
        tlsDemand.offered(offer);
        if (offer.offers("X-ANONYMOUSTLS") || offer.offers("X-EXPS")) {
            session.actions()
                    .remark(
                            ServerRemark.Kind.PRIVATE_DIALECT,
                            "The server offers what Exchange servers speak among themselves (X-ANONYMOUSTLS, X-EXPS); it is"
                                    + " hidden. If the client is such a server too, and mail between them does not pass, take"
                                    + " their connections out of inspection:\n"
                                    + new ExemptingRule(session.context().session()).text());
        }
    }

    /** Before the client sees what is offered to it, the server learns whom it offers it to (T57). */
    private void introduce(Command hello) {
        server.sendAlone(hello.as(Verb.EHLO), reply -> {
            if (reply.isPositive()) {
                session.transaction().reset();
                offered(hello, reply, EhloReply.filter(reply, session.offering()));
            } else if (hello.verb() == Verb.HELO) {
                if (introduction.goesOnWithout(Optional.empty())) { // it has no extensions
                    next = Optional.of(() -> pass(hello));
                }
            } else {
                replies.relay(reply);
            }
        });
    }

    private void offered(Command hello, Reply reply, EhloReply offer) {
        Optional<Command> xclient = introduction.command(offer, hello);
        if (xclient.isPresent()) {
            next = Optional.of(() -> server.sendAlone(xclient.get(), told -> {
                introduction.told(xclient.get(), told, offer);
                next = Optional.of(() -> pass(hello));
            }));
            return;
        }
        if (!introduction.goesOnWithout(Optional.of(offer))) {
            return;
        }
        if (hello.verb() == Verb.EHLO) {
            accepted(hello, reply);
        } else {
            next = Optional.of(() -> pass(hello));
        }
    }
}
