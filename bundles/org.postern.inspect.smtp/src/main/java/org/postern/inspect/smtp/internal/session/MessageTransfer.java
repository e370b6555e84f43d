// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.inspect.smtp.internal.state.Bdat;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/**
 * One message after another, each from the client's DATA or first BDAT to the reply to its end: {@linkplain Intake taken in}
 * to its end, processed, and only then {@linkplain Delivery delivered}. The reply is the server's own, or a refusal.
 */
final class MessageTransfer {
    private enum Stage {
        /** No message is whole; one may be coming in. */
        NONE,
        PROCESSING,
        DELIVERING
    }

    private final SmtpSession session;
    private final ClientLeg client;
    private final ServerLeg server;
    private final Transaction transaction;
    private final Intake intake;
    private final Delivery delivery;
    private final KeepAlive keepAlive;
    private Stage stage = Stage.NONE;

    MessageTransfer(SmtpSession session) {
        this.session = session;
        this.client = session.client();
        this.server = session.server();
        this.transaction = session.transaction();
        this.intake = new Intake(session);
        this.delivery = new Delivery(session, this);
        this.keepAlive = new KeepAlive(server);
    }

    /** @return whether it is content or its reply that comes next, no command */
    boolean isActive() {
        return stage != Stage.NONE || intake.isReading();
    }

    /** @return whether content is read */
    boolean isReading() {
        return intake.isReading();
    }

    /** @return whether a message has begun whose next chunk is up to a command */
    boolean isBetweenChunks() {
        return intake.isOpen() && !intake.isReading();
    }

    /** @return whether a message is coming in that can be taken to another server when it is whole */
    boolean canDoWithoutServer() {
        return intake.isOpen() && delivery.canDialAgain();
    }

    /** The client's DATA, with at least one recipient. */
    void data() {
        intake.data();
    }

    /** The client's BDAT, all replies being in. */
    void bdat(Bdat chunk) {
        intake.bdat(chunk);
    }

    /** @return whether anything was done, so that there may be more to do */
    boolean turn() {
        if (intake.isReading()) {
            return read();
        }
        if (stage == Stage.DELIVERING) {
            delivery.turn();
        }
        return false;
    }

    private boolean read() {
        switch (intake.read()) {
            case WAITS -> {
                if (client.isInputEnded()) {
                    abandon("the client closed in the middle of a message"); // T32
                }
                return false;
            }
            case CHUNK_ANSWERED -> {}
            case WHOLE -> whole();
            case ENDLESS -> {
                refuse(intake.verdict().orElse(OwnReplies.TOO_LARGE));
                session.end(Intake.TOO_MUCH);
            }
        }
        return true;
    }

    private void whole() {
        Optional<Reply> wrong = intake.verdict();
        if (wrong.isPresent()) {
            refuse(wrong.get());
        } else if (server.isLost() && !delivery.canDialAgain()) {
            fail("the server was lost");
        } else {
            intake.handOver();
            stage = Stage.PROCESSING;
            session.actions().submit();
        }
    }

    void processed(Processing processing) {
        if (stage != Stage.PROCESSING) {
            return;
        }
        Outcome outcome = processing.outcome();
        if (outcome instanceof Outcome.Refuse refused) {
            refuse(OwnReplies.to(refused.refusal()));
        } else if (outcome instanceof Outcome.Deliver deliver) {
            stage = Stage.DELIVERING;
            delivery.begin(deliver.octets(), intake.framing());
        }
    }

    /** The server replies to no command while a message is under way. */
    void early(Reply reply) throws ReplyException {
        if (stage != Stage.DELIVERING) {
            throw new ReplyException("the server replied to nothing");
        }
        delivery.early(reply);
    }

    void relayed() throws ReplyException {
        if (stage == Stage.DELIVERING) {
            delivery.relayed();
        }
    }

    /** What the server did not take; it may still hold the transaction that is over for the client (T48). */
    void refuse(Reply reply) {
        finish(reply, false);
        transaction.abandon();
        if (server.isLost()) {
            session.end("the server was lost");
        }
    }

    /** The message came to its end. */
    void finish(Reply reply, boolean delivered) {
        stage = Stage.NONE;
        intake.handOver();
        Reply sent = client.send(reply);
        session.actions().finished(sent.text(), delivered);
        transaction.reset();
        if (client.isLost()) {
            session.end("the client was lost");
        }
    }

    /** The server is of no use any more. */
    void fail(String reason) {
        abortRelay();
        server.drop();
        finish(OwnReplies.MESSAGE_NOT_TAKEN, false);
        session.end(reason);
    }

    /** The client gets no reply, and keeps the message. */
    void abandon(String reason) {
        if (stage != Stage.NONE) {
            stage = Stage.NONE;
            abortRelay();
            session.actions().discard();
        }
        session.end(reason); // with which a message that is not whole is discarded
    }

    /** T39: whoever is gone before our end of the message gets nothing delivered, and comes again. */
    void clientLost() {
        if (stage != Stage.DELIVERING || !delivery.isSent()) {
            abandon("the client was lost in the middle of a message");
        }
    }

    /** To be called before the server's connection is closed, which may send what is on its way (T32). */
    void abortRelay() {
        delivery.abort();
    }

    /** The server is dropped already; until the message is processed it is not needed. */
    void serverFailed(String reason) {
        if (stage == Stage.DELIVERING) {
            delivery.serverFailed(reason);
        }
    }

    /** The server's side is secured, on another connection. */
    void secured() {
        delivery.secured();
    }

    /** @return whether the server stopped reading a message */
    boolean isStalled() {
        return stage == Stage.DELIVERING && delivery.isStalled();
    }

    /** Called about once a second. */
    void tick() {
        if (intake.isOpen() || stage == Stage.PROCESSING) {
            keepAlive.tick();
        }
    }
}
