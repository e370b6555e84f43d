// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.inspect.line.Line;
import org.postern.inspect.line.LineReader;
import org.postern.inspect.smtp.internal.state.Bdat;
import org.postern.inspect.smtp.internal.state.EhloReply;
import org.postern.inspect.smtp.internal.state.MailFrom;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.RcptTo;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;
import org.postern.inspect.smtp.internal.wire.Verb;

/** Everything between the messages: one method a command, named by it. */
final class CommandDialogue {
    /** So many replies may be due at once; further commands wait. */
    private static final int MOST_REPLIES_DUE = 256;

    private final SmtpSession session;
    private final ClientLeg client;
    private final ServerLeg server;
    private final Transaction transaction;
    private final MessageTransfer transfer;
    private final LineReader lines;
    private final TlsDemand tlsDemand;
    private Optional<Command> waiting = Optional.empty();
    /** Nothing is read from the client before all replies are in. */
    private boolean alone;
    /** The client's next line is no command but part of an AUTH exchange. */
    private boolean authExchange;

    private int errors;

    CommandDialogue(SmtpSession session, MessageTransfer transfer) {
        this.session = session;
        this.client = session.client();
        this.server = session.server();
        this.transaction = session.transaction();
        this.transfer = transfer;
        this.tlsDemand = new TlsDemand(session);
        this.lines = new LineReader(
                session.limits().commandOctets(), session.limits().authOctets());
    }

    /** @return whether anything was done, so that there may be more to do */
    boolean turn() {
        if (server.isLost() && !transfer.canDoWithoutServer()) {
            client.send(session.replies().serverLost());
            session.end("the server was lost");
        } else if (server.isQuiet()) {
            alone = false;
            if (session.isDraining() && !transfer.isBetweenChunks()) {
                client.send(session.replies().shuttingDown());
                session.end("shut down");
            } else if (transaction.isStale()) {
                resetServer();
            }
        }
        if (alone || transaction.isStale() || session.isEnded()) {
            return false;
        }
        if (waiting.isEmpty()) {
            Optional<Line> line = lines.read(client.input(), authExchange);
            if (line.isEmpty()) {
                if (client.isInputEnded() && server.isQuiet()) {
                    session.end("the client closed");
                }
                return false;
            }
            client.patience().done();
            return took(line.get());
        }
        Command command = waiting.get();
        if (mustWait(command.verb())) {
            return false;
        }
        waiting = Optional.empty();
        handle(command);
        return true;
    }

    private boolean took(Line line) {
        switch (line.flaw()) {
            case NONE -> {
                if (authExchange) {
                    auth(line.withCrlf());
                } else {
                    waiting = Optional.of(Command.of(line));
                }
            }
            case TOO_LONG -> {
                if (authExchange) {
                    last(OwnReplies.AUTH_LINE_TOO_LONG, "a line of an AUTH exchange was too long");
                } else {
                    wrong(OwnReplies.LINE_TOO_LONG);
                }
            }
            case BARE_NEWLINE, NUL -> last(OwnReplies.BAD_OCTETS, "a command line held a bare CR or LF, or a NUL");
        }
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
                || server.repliesDue() >= MOST_REPLIES_DUE;
    }

    private void handle(Command command) {
        if (server.isLost() && command.verb() != Verb.BDAT) {
            client.send(session.replies().serverLost());
            session.end("the server was lost");
            return;
        }
        switch (command.verb()) {
            case EHLO -> ehlo(command);
            case HELO -> helo(command);
            case MAIL -> mail(command);
            case RCPT -> rcpt(command);
            case DATA -> data(command);
            case BDAT -> bdat(command);
            case RSET -> rset(command);
            case QUIT -> quit(command);
            case AUTH -> auth(command.octets());
            case NOOP, VRFY, EXPN, HELP -> server.send(command, this::relay);
            default -> refuse(command.verb().treatment());
        }
    }

    private void refuse(Verb.Treatment treatment) {
        if (treatment == Verb.Treatment.REFUSE_AND_CLOSE) {
            last(OwnReplies.NOT_IMPLEMENTED, "a command that content may follow");
        } else {
            wrong(treatment == Verb.Treatment.REJECT ? OwnReplies.UNKNOWN_COMMAND : OwnReplies.NOT_IMPLEMENTED);
        }
    }

    private void ehlo(Command command) {
        hello(command, reply -> {
            EhloReply filtered =
                    EhloReply.filter(reply, session.context().profile().maxMessageBytes());
            server.offers(Optional.of(filtered));
            return filtered.reply();
        });
    }

    private void helo(Command command) {
        hello(command, reply -> {
            server.offers(Optional.empty());
            return reply;
        });
    }

    private void hello(Command command, UnaryOperator<Reply> accepted) {
        alone = true;
        server.send(command, reply -> {
            if (reply.isPositive()) {
                session.greeted(command);
            }
            relay(reply.isPositive() ? accepted.apply(reply) : reply);
        });
    }

    private void mail(Command command) {
        Optional<MailFrom> mail = MailFrom.parse(command);
        if (mail.isEmpty()) {
            wrong(OwnReplies.BAD_ARGUMENT);
        } else if (transfer.isBetweenChunks()) {
            wrong(OwnReplies.CHUNKS_UNDER_WAY);
        } else if (mail.get().binaryMime() && !server.offersBinaryMime()) {
            wrong(OwnReplies.BINARY_NOT_OFFERED);
        } else if (mail.get().size() > session.context().profile().maxMessageBytes()) {
            server.answer(OwnReplies.TOO_LARGE);
        } else {
            server.send(command, reply -> {
                if (reply.isPositive()) {
                    transaction.begin(mail.get());
                }
                relay(reply);
            });
        }
    }

    private void rcpt(Command command) {
        Optional<RcptTo> rcpt = RcptTo.parse(command);
        if (rcpt.isEmpty()) {
            wrong(OwnReplies.BAD_ARGUMENT);
        } else if (transfer.isBetweenChunks()) {
            wrong(OwnReplies.CHUNKS_UNDER_WAY);
        } else if (transaction.recipients() >= session.limits().recipients()) {
            server.answer(OwnReplies.TOO_MANY_RECIPIENTS);
        } else {
            server.send(command, reply -> {
                if (reply.isPositive()) {
                    transaction.add(rcpt.get());
                }
                relay(reply);
            });
        }
    }

    /** All replies are in: the transaction is what the server says it is. */
    private void data(Command command) {
        if (command.hasArgument()) {
            wrong(OwnReplies.BAD_ARGUMENT);
        } else if (!transaction.isOpen()) {
            wrong(OwnReplies.NO_MAIL);
        } else if (transfer.isBetweenChunks()) {
            wrong(OwnReplies.CHUNKS_UNDER_WAY);
        } else if (transaction.recipients() == 0) {
            server.answer(OwnReplies.NO_RECIPIENTS);
        } else if (transaction.isBinary()) {
            wrong(OwnReplies.BINARY_NEEDS_CHUNKS);
        } else {
            transfer.data();
        }
    }

    private void bdat(Command command) {
        Optional<Bdat> chunk = Bdat.parse(command);
        if (!server.offersChunking()) {
            last(OwnReplies.NOT_IMPLEMENTED, "a command that content may follow");
        } else if (chunk.isEmpty()) {
            last(OwnReplies.BAD_ARGUMENT, "a chunk whose end is not known");
        } else {
            transfer.bdat(chunk.get());
        }
    }

    private void rset(Command command) {
        server.send(command, reply -> {
            if (reply.isPositive()) {
                transaction.reset();
            }
            relay(reply);
        });
    }

    private void quit(Command command) {
        server.send(command, this::relay);
        session.endAfterReplies("QUIT");
    }

    private void auth(byte[] line) {
        alone = true;
        authExchange = false;
        server.send(line, 334, reply -> {
            authExchange = reply.isIntermediate();
            if (reply.isPositive()) {
                session.authenticated();
            }
            relay(reply);
        });
    }

    /** T48: the server still waits for the message that the client was refused. */
    private void resetServer() {
        alone = true;
        server.send(Command.RSET, reply -> {
            if (!reply.isPositive()) {
                throw new ReplyException("the server refused RSET");
            }
            transaction.reset();
        });
    }

    private void relay(Reply reply) {
        tlsDemand.notice(reply);
        client.send(reply);
    }

    private void wrong(Reply reply) {
        if (++errors < session.limits().errors()) {
            server.answer(reply);
        } else {
            last(session.replies().tooManyErrors(), "too many wrong commands");
        }
    }

    private void last(Reply reply, String reason) {
        server.answer(reply);
        session.endAfterReplies(reason);
    }
}
