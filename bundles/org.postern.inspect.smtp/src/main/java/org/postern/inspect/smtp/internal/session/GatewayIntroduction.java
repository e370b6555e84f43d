// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import org.postern.api.inspect.Introductions.Kind;
import org.postern.inspect.smtp.internal.state.ClientAttributes;
import org.postern.inspect.smtp.internal.state.EhloReply;
import org.postern.inspect.smtp.internal.state.Extension;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;
import org.postern.inspect.smtp.internal.wire.Verb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway tells a server that is listed for it who the client is (T57): by XCLIENT, once a connection and before
 * anything that depends on it, and by XFORWARD before each message.
 */
final class GatewayIntroduction {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayIntroduction.class);

    private enum Stage {
        /** The server takes the gateway for the client. */
        DUE,
        /** It wants TLS before it hears of it, and the client was told so. */
        AFTER_TLS,
        DONE
    }

    private final SmtpSession session;
    private final ServerLeg server;
    private final boolean forwards;
    private Stage stage;
    private boolean forwarded;

    GatewayIntroduction(SmtpSession session) {
        this.session = session;
        this.server = session.server();
        this.stage = session.gives(Kind.XCLIENT) ? Stage.DUE : Stage.DONE;
        this.forwards = session.gives(Kind.XFORWARD);
    }

    /** @return whether the server should be told, if it takes it, when the client greets */
    boolean isDue() {
        return stage != Stage.DONE;
    }

    /** RFC 3207 section 4.2: TLS stands, and the server forgets what it heard before. */
    void afresh() {
        if (session.gives(Kind.XCLIENT)) {
            stage = Stage.DUE;
        }
    }

    /**
     * The server offers nothing by which it could be told; Postfix offers it once, and remembers under TLS what it heard.
     *
     * @param offer what it offers
     * @return whether the session goes on: a server that shall know the client and does not would take the gateway for it
     */
    boolean goesOnWithout(Optional<EhloReply> offer) {
        if (session.isIntroduced()) {
            stage = Stage.DONE;
        } else if (offer.isPresent() && mayFollowTls(offer.get())) {
            stage = Stage.AFTER_TLS;
        } else {
            LOG.warn(
                    "{} offers no XCLIENT, so nothing is sent to it: list the gateway's address there"
                            + " (smtpd_authorized_xclient_hosts of Postfix), or set xclientTo = false for listener {}",
                    session.context().session().server(),
                    session.context().session().listener());
            refuse("the server offers no XCLIENT");
        }
        return !session.isEnded();
    }

    private boolean mayFollowTls(EhloReply offer) {
        return !session.isTls() && !session.hidesTls() && offer.offers(Extension.STARTTLS);
    }

    private void refuse(String reason) {
        session.client().send(session.replies().notIntroduced());
        session.end(reason);
    }

    /**
     * @param offer what the server offers
     * @param hello of the client
     * @return what tells the server who the client is; empty if it does not take it
     */
    Optional<Command> command(EhloReply offer, Command hello) {
        return offer.offers(Extension.XCLIENT)
                ? ClientAttributes.xclient(session.context().session(), hello, offer.parameters(Extension.XCLIENT))
                : Optional.empty();
    }

    /** The server replied to it. If it does not want to know who the client is, it would take the gateway for it. */
    void told(Command xclient, Reply reply, EhloReply offer) {
        if (reply.isPositive()) {
            stage = Stage.DONE;
            session.introducedBy(xclient);
        } else if (reply.code() == 530 && !session.isTls() && offer.offers(Extension.STARTTLS)) {
            stage = Stage.AFTER_TLS;
        } else {
            refuse("the server refused to be told who the client is");
        }
    }

    /** @return why a command whose fate depends on who the client is cannot be sent now */
    Optional<Reply> objection(Verb verb) {
        return switch (verb) {
            case MAIL, AUTH, VRFY, EXPN ->
                switch (stage) {
                    case DUE -> Optional.of(OwnReplies.HELLO_FIRST);
                    case AFTER_TLS -> Optional.of(OwnReplies.TLS_FIRST);
                    case DONE -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    /** @return whether it shows with the replies that are due only whether MAIL may have XFORWARD before it */
    boolean mustWait() {
        return forwards && session.transaction().isOpen();
    }

    /**
     * To be called before MAIL is sent, which may have to wait then.
     *
     * @return whether the server is being told
     */
    boolean forward() {
        if (!forwards || forwarded || server.isLost() || session.transaction().isOpen()) {
            return false;
        }
        forwarded = true;
        Optional<Command> command = session.hello()
                .flatMap(hello -> ClientAttributes.xforward(
                        session.context().session(), hello, server.parameters(Extension.XFORWARD)));
        command.ifPresent(xforward -> server.send(xforward, reply -> {
            if (reply.code() == 421) {
                throw new ReplyException("the server closes");
            }
            if (reply.isPositive()) {
                session.transaction().introducedBy(xforward);
            }
        }));
        return command.isPresent();
    }

    /** MAIL was dealt with. */
    void mailDone() {
        forwarded = false;
    }
}
