// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.nio.ByteBuffer;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.SessionContext;
import org.postern.api.policy.Processing;
import org.postern.api.session.Side;
import org.postern.inspect.pop3.internal.state.OwnAnswers;
import org.postern.inspect.pop3.internal.wire.ReplyException;
import org.postern.inspect.pop3.internal.wire.StatusLine;

/**
 * A POP3 session. Commands and answers are {@link CommandDialogue}'s, messages {@link MessageTransfer}'s; here are the
 * greeting, the ways in which a session ends, and the timers.
 */
public final class Pop3Inspector implements Inspector {
    private final Pop3Session session;
    private final ClientLeg client;
    private final ServerLeg server;
    private final MessageTransfer transfer;
    private final StartTls tls;
    private final CommandDialogue dialogue;
    private boolean greeted;
    private boolean clientSpoke;

    /** @param context what the session has */
    public Pop3Inspector(SessionContext context) {
        session = new Pop3Session(context);
        client = session.client();
        server = session.server();
        transfer = new MessageTransfer(session);
        tls = new StartTls(session);
        dialogue = new CommandDialogue(session, transfer, tls);
    }

    @Override
    public void opened(Actions actions) {
        session.call(actions);
        server.expect(new Answer.Line(this::greeted));
    }

    /** The line passes as it is: APOP needs its timestamp (RFC 1939 section 7). */
    private void greeted(StatusLine greeting) {
        greeted = true;
        client.send(greeting);
        if (!greeting.isOk()) {
            session.end("the server refused the session");
        }
    }

    @Override
    public void serverConnected(Actions actions) {
        session.call(actions); // the server speaks first
    }

    @Override
    public void received(Side from, ByteBuffer octets, Actions actions) {
        session.call(actions);
        if (session.isEnded() || !octets.hasRemaining()) {
            return;
        }
        if (from == Side.CLIENT) {
            receivedFromClient(octets);
        } else if (!server.isLost()) {
            receivedFromServer(octets);
        }
    }

    /** All of a packet is taken before the next command is sent: too much is then seen before it can shift an answer. */
    private void receivedFromServer(ByteBuffer octets) {
        try {
            server.received(octets);
            tls.serverSaidAll();
            goOn();
        } catch (ReplyException e) {
            serverFailed(e.getMessage(), false);
        }
    }

    private void receivedFromClient(ByteBuffer octets) {
        byte first = octets.get(octets.position());
        if (!clientSpoke && (first < ' ' || first > '~') && first != '\r' && first != '\n' && first != '\t') {
            session.end("the client speaks TLS, or no POP3"); // T08
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
        if (!greeted && session.isDraining()) {
            client.send(OwnAnswers.SHUTTING_DOWN);
            session.end("shut down");
            return false;
        }
        if (tls.passesHello()) {
            return false;
        }
        return !transfer.isActive() && dialogue.turn();
    }

    @Override
    public void inputEnded(Side from, Actions actions) {
        session.call(actions);
        if (session.isEnded()) {
            return;
        }
        if (from == Side.SERVER) {
            serverFailed("the server closed", true);
            return;
        }
        client.inputEnded();
        if (transfer.isActive() && !transfer.isRelaying() && !client.input().hasRemaining()) {
            transfer.abandon("the client was lost in the middle of a message"); // T23: else its QUIT would wait here
        } else {
            goOn();
        }
    }

    @Override
    public void lost(Side side, Actions actions) {
        session.call(actions);
        if (session.isEnded()) {
            return;
        }
        if (side == Side.SERVER) {
            serverFailed("the server was lost", true);
        } else if (transfer.isActive()) {
            transfer.abandon("the client was lost in the middle of a message");
        } else {
            session.end("the client was lost");
        }
    }

    private void serverFailed(String reason, boolean understood) {
        if (server.isLost()) {
            return;
        }
        boolean answerDue = server.isClientWaiting() || tls.isAnswerDue(); // and got no part of it (T34)
        server.drop();
        if (transfer.isActive()) {
            transfer.serverFailed(reason, understood);
            return;
        }
        if (answerDue) {
            client.send(greeted ? OwnAnswers.SERVER_LOST : OwnAnswers.SERVER_UNREACHABLE);
        }
        session.end(reason);
    }

    @Override
    public void secured(Side side, Actions actions) {
        session.call(actions);
        if (!session.isEnded()) {
            tls.secured(side);
            goOn();
        }
    }

    @Override
    public void notSecured(Side side, String reason, Actions actions) {
        session.call(actions);
        if (session.isEnded()) {
            return;
        }
        if (greeted) {
            tls.failed(side);
        } else { // TLS was to stand from the first octet
            lost(side, actions);
        }
    }

    @Override
    public void tick(Actions actions) {
        session.call(actions);
        if (session.isEnded()) {
            return;
        }
        boolean clientsTurn = server.isQuiet() && !transfer.isActive();
        if (clientsTurn && client.silence().compareTo(session.limits().idle()) > 0) {
            session.end("the client was silent for too long"); // RFC 1939 section 3: without a word
        } else if (server.isOverdue()) {
            serverFailed("the server did not answer in time", transfer.isWhole());
        } else if (transfer.isActive()) {
            transfer.tick();
            goOn();
        }
    }

    @Override
    public void processed(Processing processing, Actions actions) {
        session.call(actions);
        if (!session.isEnded()) {
            transfer.processed(processing);
            goOn();
        }
    }

    @Override
    public void relayed(Actions actions) {
        session.call(actions);
        if (!session.isEnded()) {
            transfer.relayed();
            goOn();
        }
    }

    @Override
    public void drain(Actions actions) {
        session.call(actions);
        if (!session.isEnded()) {
            session.drain();
            goOn();
        }
    }
}
