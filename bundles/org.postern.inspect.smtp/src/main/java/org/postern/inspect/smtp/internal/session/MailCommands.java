// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import org.postern.inspect.smtp.internal.state.Bdat;
import org.postern.inspect.smtp.internal.state.MailFrom;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.RcptTo;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Command;

/** The commands of a mail transaction, one method each. */
final class MailCommands {
    private final SmtpSession session;
    private final ServerLeg server;
    private final Transaction transaction;
    private final MessageTransfer transfer;
    private final CommandReplies replies;

    MailCommands(SmtpSession session, MessageTransfer transfer, CommandReplies replies) {
        this.session = session;
        this.server = session.server();
        this.transaction = session.transaction();
        this.transfer = transfer;
        this.replies = replies;
    }

    void mail(Command command) {
        Optional<MailFrom> mail = MailFrom.parse(command);
        if (mail.isEmpty()) {
            replies.wrong(OwnReplies.BAD_ARGUMENT);
        } else if (transfer.isBetweenChunks()) {
            replies.wrong(OwnReplies.CHUNKS_UNDER_WAY);
        } else if (!mail.get().understood()) {
            replies.wrong(OwnReplies.PARAMETER_NOT_OFFERED); // T12: it may ask for what the gateway does not keep
        } else if (mail.get().binaryMime() && !server.offersBinaryMime()) {
            replies.wrong(OwnReplies.BINARY_NOT_OFFERED);
        } else if (mail.get().size() > session.context().profile().maxMessageBytes()) {
            server.answer(OwnReplies.TOO_LARGE);
        } else {
            server.send(command, reply -> {
                if (reply.isPositive()) {
                    transaction.begin(mail.get());
                }
                replies.relay(reply);
            });
        }
    }

    void rcpt(Command command) {
        Optional<RcptTo> rcpt = RcptTo.parse(command);
        if (rcpt.isEmpty()) {
            replies.wrong(OwnReplies.BAD_ARGUMENT);
        } else if (transfer.isBetweenChunks()) {
            replies.wrong(OwnReplies.CHUNKS_UNDER_WAY);
        } else if (!rcpt.get().understood()) {
            replies.wrong(OwnReplies.PARAMETER_NOT_OFFERED);
        } else if (transaction.recipients() >= session.limits().recipients()) {
            server.answer(OwnReplies.TOO_MANY_RECIPIENTS);
        } else {
            server.send(command, reply -> {
                if (reply.isPositive()) {
                    transaction.add(rcpt.get());
                }
                replies.relay(reply);
            });
        }
    }

    /** All replies are in: the transaction is what the server says it is. */
    void data(Command command) {
        if (command.hasArgument()) {
            replies.wrong(OwnReplies.BAD_ARGUMENT);
        } else if (!transaction.isOpen()) {
            replies.wrong(OwnReplies.NO_MAIL);
        } else if (transfer.isBetweenChunks()) {
            replies.wrong(OwnReplies.CHUNKS_UNDER_WAY);
        } else if (transaction.recipients() == 0) {
            server.answer(OwnReplies.NO_RECIPIENTS);
        } else if (transaction.isBinary()) {
            replies.wrong(OwnReplies.BINARY_NEEDS_CHUNKS);
        } else {
            transfer.data();
        }
    }

    void bdat(Command command) {
        Optional<Bdat> chunk = Bdat.parse(command);
        if (!server.offersChunking()) {
            replies.last(OwnReplies.NOT_IMPLEMENTED, "a command that content may follow");
        } else if (chunk.isEmpty()) {
            replies.last(OwnReplies.BAD_ARGUMENT, "a chunk whose end is not known");
        } else {
            transfer.bdat(chunk.get());
        }
    }

    void rset(Command command) {
        server.send(command, reply -> {
            if (reply.isPositive()) {
                transaction.reset();
            }
            replies.relay(reply);
        });
    }
}
