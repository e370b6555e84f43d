// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import org.postern.inspect.smtp.internal.state.ClientAttributes;
import org.postern.inspect.smtp.internal.state.Extension;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;

/** XCLIENT and XFORWARD of a client: one that is believed tells the server itself, any other is not heard (T60). */
final class ClientIntroduction {
    private final SmtpSession session;
    private final ServerLeg server;
    private final Transaction transaction;
    private final MessageTransfer transfer;
    private final CommandReplies replies;

    ClientIntroduction(SmtpSession session, MessageTransfer transfer, CommandReplies replies) {
        this.session = session;
        this.server = session.server();
        this.transaction = session.transaction();
        this.transfer = transfer;
        this.replies = replies;
    }

    /** All is as after the greeting, if the server takes it. */
    void xclient(Command command) {
        Optional<Reply> objection = objection(Extension.XCLIENT, command);
        if (objection.isPresent()) {
            replies.wrong(objection.get());
            return;
        }
        server.sendAlone(command, reply -> {
            if (reply.isPositive()) {
                transaction.reset();
                server.offers(Optional.empty());
                session.introducedBy(command);
            }
            replies.relay(reply);
        });
    }

    /** Holds to the end of the next transaction; several add up. */
    void xforward(Command command) {
        Optional<Reply> objection = objection(Extension.XFORWARD, command);
        if (objection.isPresent()) {
            replies.wrong(objection.get());
            return;
        }
        server.send(command, reply -> {
            if (reply.isPositive()) {
                transaction.introducedBy(command);
            }
            replies.relay(reply);
        });
    }

    private Optional<Reply> objection(Extension extension, Command command) {
        if (!server.offers(extension) || session.offering().hidden().contains(extension)) {
            return Optional.of(OwnReplies.NOT_IMPLEMENTED);
        }
        if (!ClientAttributes.areReadable(command)) {
            return Optional.of(OwnReplies.BAD_ARGUMENT);
        }
        return transfer.isBetweenChunks() ? Optional.of(OwnReplies.CHUNKS_UNDER_WAY) : Optional.empty();
    }
}
