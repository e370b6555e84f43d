// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import org.postern.inspect.line.Line;
import org.postern.inspect.line.LineReader;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;
import org.postern.inspect.smtp.internal.wire.Verb;

/** Everything between the messages: takes one command after the other, when its turn comes, to the part that knows it. */
final class CommandDialogue {
    /** So many replies may be due at once; further commands wait. */
    private static final int MOST_REPLIES_DUE = 256;

    private final SmtpSession session;
    private final ClientLeg client;
    private final ServerLeg server;
    private final Transaction transaction;
    private final MessageTransfer transfer;
    private final CommandReplies replies;
    private final Hello hello;
    private final StartTls startTls;
    private final Authentication authentication;
    private final ClientIntroduction clientIntroduction;
    private final GatewayIntroduction gatewayIntroduction;
    private final MailCommands mail;
    private LineReader lines;
    private Optional<Command> waiting = Optional.empty();

    CommandDialogue(
            SmtpSession session,
            MessageTransfer transfer,
            CommandReplies replies,
            StartTls startTls,
            TlsDemand tlsDemand) {
        this.session = session;
        this.client = session.client();
        this.server = session.server();
        this.transaction = session.transaction();
        this.transfer = transfer;
        this.replies = replies;
        this.startTls = startTls;
        this.gatewayIntroduction = new GatewayIntroduction(session);
        this.clientIntroduction = new ClientIntroduction(session, transfer, replies);
        this.hello = new Hello(session, replies, gatewayIntroduction, tlsDemand);
        this.authentication = new Authentication(session, replies, tlsDemand);
        this.mail = new MailCommands(session, transfer, replies);
        this.lines = reader();
    }

    private LineReader reader() {
        return new LineReader(session.limits().commandOctets(), session.limits().authOctets());
    }

    /** TLS stands: nothing that was said before counts (T05). */
    void afresh() {
        lines = reader();
        waiting = Optional.empty();
        gatewayIntroduction.afresh();
    }

    /** @return whether anything was done, so that there may be more to do */
    boolean turn() {
        if (server.isLost() && !transfer.canDoWithoutServer()) {
            client.send(session.replies().serverLost());
            session.end("the server was lost");
        } else if (server.isQuiet()) {
            if (session.isDraining() && !transfer.isBetweenChunks()) {
                client.send(session.replies().shuttingDown());
                session.end("shut down");
            } else if (transaction.isStale()) {
                resetServer();
            }
        }
        if (server.isAlone() || transaction.isStale() || session.isEnded()) {
            return false;
        }
        if (hello.turn()) {
            return true;
        }
        return waiting.isEmpty() ? read() : take(waiting.get());
    }

    private boolean read() {
        Optional<Line> line = lines.read(client.input(), authentication.isUnderWay());
        if (line.isEmpty()) {
            if (client.isInputEnded() && server.isQuiet()) {
                session.end("the client closed");
            }
            return false;
        }
        client.patience().done();
        took(line.get());
        return true;
    }

    private void took(Line line) {
        boolean exchange = authentication.isUnderWay();
        switch (line.flaw()) {
            case NONE -> {
                if (exchange) {
                    authentication.goOn(line);
                } else {
                    waiting = Optional.of(Command.of(line));
                }
            }
            case TOO_LONG -> {
                if (exchange) {
                    replies.last(OwnReplies.AUTH_LINE_TOO_LONG, "a line of an AUTH exchange was too long");
                } else {
                    replies.wrong(OwnReplies.LINE_TOO_LONG);
                }
            }
            case BARE_NEWLINE, NUL ->
                replies.last(OwnReplies.BAD_OCTETS, "a command line held a bare CR or LF, or a NUL");
        }
    }

    private boolean take(Command command) {
        if (mustWait(command.verb())) {
            return false;
        }
        if (command.verb() == Verb.MAIL && gatewayIntroduction.forward()) {
            return true; // and now it may have to wait
        }
        waiting = Optional.empty();
        handle(command);
        return true;
    }

    /** Commands follow each other without waiting only where the server said that it reads them so. */
    private boolean mustWait(Verb verb) {
        if (server.isQuiet()) {
            return false;
        }
        boolean recipientsUnknown = verb == Verb.RCPT
                && transaction.recipients() + server.repliesDue()
                        >= session.limits().recipients();
        return !server.isPipelining()
                || transfer.isBetweenChunks() // RSET may have been among what is due
                || verb.treatment() == Verb.Treatment.PASS_ALONE
                || verb.treatment() == Verb.Treatment.ANSWER_ALONE
                || recipientsUnknown
                || (verb == Verb.MAIL && gatewayIntroduction.mustWait())
                || server.repliesDue() >= MOST_REPLIES_DUE;
    }

    private void handle(Command command) {
        if (server.isLost() && command.verb() != Verb.BDAT) {
            client.send(session.replies().serverLost());
            session.end("the server was lost");
            return;
        }
        Optional<Reply> objection = gatewayIntroduction.objection(command.verb());
        if (objection.isPresent()) {
            replies.wrong(objection.get());
            return;
        }
        switch (command.verb()) {
            case EHLO, HELO -> hello.greet(command);
            case STARTTLS -> startTls.startTls(command);
            case AUTH -> authentication.auth(command);
            case XCLIENT -> clientIntroduction.xclient(command);
            case XFORWARD -> clientIntroduction.xforward(command);
            case MAIL -> {
                gatewayIntroduction.mailDone();
                mail.mail(command);
            }
            case RCPT -> mail.rcpt(command);
            case DATA -> mail.data(command);
            case BDAT -> mail.bdat(command);
            case RSET -> mail.rset(command);
            case QUIT -> quit(command);
            case NOOP, VRFY, EXPN, HELP -> server.send(command, replies::relay);
            default -> refuse(command.verb().treatment());
        }
    }

    private void refuse(Verb.Treatment treatment) {
        if (treatment == Verb.Treatment.REFUSE_AND_CLOSE) {
            replies.last(OwnReplies.NOT_IMPLEMENTED, "a command that content may follow");
        } else {
            replies.wrong(treatment == Verb.Treatment.REJECT ? OwnReplies.UNKNOWN_COMMAND : OwnReplies.NOT_IMPLEMENTED);
        }
    }

    private void quit(Command command) {
        server.send(command, replies::relay);
        session.endAfterReplies("QUIT");
    }

    /** T48: the server still waits for the message that the client was refused. */
    private void resetServer() {
        server.sendAlone(Command.RSET, reply -> {
            if (!reply.isPositive()) {
                throw new ReplyException("the server refused RSET");
            }
            transaction.reset();
        });
    }
}
