// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.SessionContext;
import org.postern.api.policy.Processing;
import org.postern.api.session.Side;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/**
 * An SMTP session. Commands and replies are {@link CommandDialogue}'s, messages {@link MessageTransfer}'s; here are the
 * greeting, the ways in which a session ends, and the timers.
 */
public final class SmtpInspector implements Inspector {
    private final SmtpSession session;
    private final ClientLeg client;
    private final ServerLeg server;
    private final MessageTransfer transfer;
    private final StartTls startTls;
    private final CommandDialogue dialogue;
    private boolean greeted;
    private boolean clientSpoke;

    /** @param context what the session has */
    public SmtpInspector(SessionContext context) {
        session = new SmtpSession(context);
        client = session.client();
        server = session.server();
        transfer = new MessageTransfer(session);
        TlsDemand tlsDemand = new TlsDemand(session);
        CommandReplies replies = new CommandReplies(session, tlsDemand);
        startTls = new StartTls(session, transfer, replies);
        dialogue = new CommandDialogue(session, transfer, replies, startTls, tlsDemand);
    }

    private void begin(Actions actions) {
        session.call(actions);
        client.patience().timeWent(isClientsTurn());
    }

    private boolean isClientsTurn() {
        if (startTls.isUnderWay()) {
            return startTls.isClientsTurn();
        }
        return transfer.isActive() ? transfer.isReading() : server.isQuiet();
    }

    @Override
    public void opened(Actions actions) {
        begin(actions);
        server.expect(session.limits().serverReply(), reply -> {
            greeted = true;
            client.send(reply);
        });
    }

    @Override
    public void serverConnected(Actions actions) {
        begin(actions); // the server speaks first
    }

    @Override
    public void received(Side from, ByteBuffer octets, Actions actions) {
        begin(actions);
        if (session.isEnded()) {
            return;
        }
        if (from == Side.SERVER) {
            if (!server.isLost()) {
                receivedFromServer(octets);
            }
        } else if (octets.hasRemaining()) {
            receivedFromClient(octets);
        }
    }

    /** All replies of a packet are taken before anything is sent: one too many is then seen before it can shift the next answer. */
    private void receivedFromServer(ByteBuffer octets) {
        try {
            expectNothingBeforeTls(octets);
            Optional<Reply> reply = server.read(octets);
            while (reply.isPresent() && !session.isEnded()) {
                replied(reply.get());
                expectNothingBeforeTls(octets);
                if (session.closing().isPresent()) {
                    goOn();
                }
                reply = session.isEnded() ? Optional.empty() : server.read(octets);
            }
        } catch (ReplyException e) {
            serverFailed(e.getMessage());
            return;
        }
        goOn();
    }

    /** T06: what the server says in clear behind its word for TLS would be taken for said in TLS. */
    private void expectNothingBeforeTls(ByteBuffer octets) throws ReplyException {
        if (octets.hasRemaining() && (server.isSecuring() || startTls.isWordGiven())) {
            throw new ReplyException("the server said something behind its reply to STARTTLS, in clear");
        }
    }

    private void replied(Reply reply) throws ReplyException {
        if (!server.isQuiet()) {
            server.replied(reply);
        } else if (transfer.isActive() || transfer.isBetweenChunks()) {
            transfer.early(reply);
        } else if (reply.code() == 421) { // RFC 5321 section 3.8: it may say so at any time
            client.send(reply);
            session.end("the server closed the session");
        } else {
            throw new ReplyException("the server replied to nothing");
        }
    }

    private void receivedFromClient(ByteBuffer octets) {
        byte first = octets.get(octets.position());
        if (!clientSpoke && (first < ' ' || first > '~') && first != '\r' && first != '\n' && first != '\t') {
            session.end("the client speaks TLS, or no SMTP"); // T08
            return;
        }
        clientSpoke = true;
        client.received(octets);
        goOn();
    }

    /** Takes what waits as far as it can be taken now. */
    private void goOn() {
        boolean more = true;
        while (more && !session.isEnded()) {
            more = turn();
        }
        if (!session.isEnded()) {
            client.balance();
        }
    }

    private boolean turn() {
        if (session.closing().isPresent()) {
            client.dropInput();
            if (server.isQuiet()) {
                session.end(session.closing().get());
            }
            return false;
        }
        if (startTls.isUnderWay()) {
            startTls.turn();
            return false;
        }
        if (transfer.isActive()) {
            return transfer.turn();
        }
        if (greeted) {
            return dialogue.turn();
        }
        if (session.isDraining()) {
            client.send(session.replies().shuttingDown());
            session.end("shut down");
        }
        return false;
    }

    @Override
    public void inputEnded(Side from, Actions actions) {
        begin(actions);
        if (session.isEnded()) {
            return;
        }
        if (from == Side.SERVER) {
            serverFailed("the server closed");
        } else {
            client.inputEnded();
            if (transfer.isActive() && !transfer.isReading() && !client.input().hasRemaining()) {
                transfer.clientLost(); // T39: one that still wants to hear the reply has its QUIT waiting here
            }
            if (!session.isEnded()) {
                goOn();
            }
        }
    }

    @Override
    public void lost(Side side, Actions actions) {
        begin(actions);
        if (session.isEnded()) {
            return;
        }
        if (side == Side.SERVER) {
            serverFailed("the server was lost");
            return;
        }
        client.lost();
        if (transfer.isActive()) {
            transfer.clientLost();
        } else {
            session.end("the client was lost");
        }
    }

    private void serverFailed(String reason) {
        serverFailed(
                reason,
                greeted ? session.replies().serverLost() : session.replies().serverUnreachable());
    }

    private void serverFailed(String reason, Reply last) {
        if (server.isLost()) {
            return;
        }
        boolean replyOwed = !server.isQuiet();
        transfer.abortRelay();
        server.drop();
        if (transfer.isActive() || (transfer.canDoWithoutServer() && !replyOwed)) {
            transfer.serverFailed(reason);
            if (!session.isEnded()) {
                goOn();
            }
            return;
        }
        if (!client.knowsTheEnd() && !startTls.isClientDeaf()) {
            client.send(last);
        }
        session.end(reason);
    }

    @Override
    public void secured(Side side, Actions actions) {
        begin(actions);
        if (session.isEnded()) {
            return;
        }
        if (startTls.isUnderWay()) {
            startTls.secured(side);
            if (!startTls.isUnderWay()) {
                dialogue.afresh();
            }
        } else if (side == Side.SERVER) {
            transfer.secured();
        }
        goOn();
    }

    @Override
    public void notSecured(Side side, String reason, Actions actions) {
        begin(actions);
        if (session.isEnded()) {
            return;
        }
        if (startTls.isUnderWay()) {
            startTls.notSecured(side, reason);
        } else if (side == Side.SERVER) {
            serverFailed(
                    "TLS with the server failed: " + reason, session.replies().serverNotSecured());
        } else {
            session.end("TLS with the client failed: " + reason);
        }
    }

    @Override
    public void tick(Actions actions) {
        begin(actions);
        if (session.isEnded()) {
            return;
        }
        if (isClientsTurn() && client.patience().isExhausted()) {
            client.send(session.replies().idle());
            session.end("the client took too long");
        } else if (server.isOverdue()) {
            serverFailed("the server did not reply in time");
        } else if (transfer.isStalled()) {
            serverFailed("the server did not read in time");
        } else {
            transfer.tick();
        }
    }

    @Override
    public void processed(Processing processing, Actions actions) {
        begin(actions);
        if (!session.isEnded()) {
            transfer.processed(processing);
            goOn();
        }
    }

    @Override
    public void relayed(Actions actions) {
        begin(actions);
        if (session.isEnded()) {
            return;
        }
        try {
            transfer.relayed();
            goOn();
        } catch (ReplyException e) {
            serverFailed(e.getMessage());
        }
    }

    @Override
    public void drain(Actions actions) {
        begin(actions);
        if (!session.isEnded()) {
            session.drain();
            goOn();
        }
    }
}
