// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.postern.api.policy.BareNewlines;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.spool.Octets;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.DotUnstuffing;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/**
 * One message after another, each from the client's DATA to the reply to its dot: spooled to its end, processed, and only
 * then sent. The reply is the server's own, or a refusal; it is never a 2xx that the server did not give after our end
 * of data (T30, T31).
 */
final class MessageTransfer {
    private enum Stage {
        NONE,
        SPOOLING,
        PROCESSING,
        REPLAYING,
        /** Processed; the server owes replies yet. */
        READY,
        /** DATA is sent. */
        OPENING,
        RELAYING,
        /** The end of data is sent. */
        FINAL
    }

    private final SmtpSession session;
    private final ClientLeg client;
    private final ServerLeg server;
    private final Transaction transaction;
    private final EnvelopeReplay replay;
    private final KeepAlive keepAlive;
    private Stage stage = Stage.NONE;
    private DotUnstuffing unstuffing = new DotUnstuffing();
    private Optional<Octets> content = Optional.empty();
    private Optional<Relay> relay = Optional.empty();
    private long size;

    MessageTransfer(SmtpSession session) {
        this.session = session;
        this.client = session.client();
        this.server = session.server();
        this.transaction = session.transaction();
        this.replay = new EnvelopeReplay(session);
        this.keepAlive = new KeepAlive(server);
    }

    boolean isActive() {
        return stage != Stage.NONE;
    }

    boolean isSpooling() {
        return stage == Stage.SPOOLING;
    }

    /** The client's DATA, with at least one recipient. */
    void begin() {
        Optional<Refusal> refusal =
                session.actions().admit(transaction.envelope(), Extent.WHOLE, transaction.declaredSize());
        if (refusal.isPresent()) {
            client.send(OwnReplies.to(refusal.get()));
            transaction.abandon();
            return;
        }
        unstuffing = new DotUnstuffing();
        relay = Optional.empty();
        size = 0;
        stage = Stage.SPOOLING;
        client.send(OwnReplies.START_MAIL_INPUT);
    }

    /** @return whether anything was done, so that there may be more to do */
    boolean turn() {
        if (stage == Stage.SPOOLING) {
            if (unstuffing.read(client.input(), this::spool)) {
                whole();
                return true;
            }
            if (client.isInputEnded()) {
                abandon("the client closed in the middle of a message"); // T32
            }
        } else if (stage == Stage.READY && server.isQuiet()) {
            stage = Stage.OPENING;
            server.send(Command.DATA.octets(), 354, this::opened);
        }
        return false;
    }

    private void spool(ByteBuffer octets) {
        size += octets.remaining();
        if (!isTooLarge()) {
            session.actions().spool(octets);
        }
    }

    private boolean isTooLarge() {
        return size > session.context().profile().maxMessageBytes();
    }

    private void whole() {
        boolean refuseAll = session.context().profile().bareNewlines() == BareNewlines.REFUSE_ALL;
        if (unstuffing.hasHiddenEnd()) {
            refuse(OwnReplies.HIDDEN_END); // T01
        } else if (refuseAll && unstuffing.hasBareNewline()) {
            refuse(OwnReplies.BARE_NEWLINE); // T02
        } else if (isTooLarge()) {
            refuse(OwnReplies.TOO_LARGE); // T42
        } else if (server.isLost() && !replay.isPossible()) {
            fail("the server was lost");
        } else {
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
            content = Optional.of(deliver.octets());
            stage = Stage.READY;
            if (server.isLost()) {
                replayOrFail("the server was lost");
            }
        }
    }

    private void replayOrFail(String reason) {
        if (!replay.isPossible()) {
            fail(reason);
            return;
        }
        stage = Stage.REPLAYING;
        replay.begin(() -> stage = Stage.READY);
    }

    private void opened(Reply reply) throws ReplyException {
        if (reply.isPositive()) {
            throw new ReplyException("the server replied to DATA as to a message");
        }
        if (reply.isIntermediate()) {
            stage = Stage.RELAYING;
            relay = Optional.of(new Relay(session, content.orElseThrow()));
        } else {
            refuse(reply);
        }
    }

    /** The server replies to no command while a message is under way. */
    void early(Reply reply) throws ReplyException {
        if (stage != Stage.RELAYING) {
            throw new ReplyException("the server replied to nothing");
        }
        if (relay.orElseThrow().isRefusedBy(reply)) {
            abortRelay();
            server.drop(); // it is in the middle of data, and would take commands for content
            finish(reply, false);
            session.end("the server refused a message in the middle of it");
        }
    }

    void relayed() throws ReplyException {
        if (stage != Stage.RELAYING) {
            return;
        }
        stage = Stage.FINAL;
        server.expect(session.limits().serverFinalReply(), reply -> finish(reply, reply.isPositive()));
        Optional<Reply> early = relay.orElseThrow().reply();
        if (early.isPresent()) {
            server.replied(early.get());
        }
    }

    /** Ours, or the server's to DATA: the server still holds the transaction that is over for the client (T48). */
    private void refuse(Reply reply) {
        finish(reply, false);
        transaction.abandon();
        if (server.isLost()) {
            session.end("the server was lost");
        }
    }

    private void finish(Reply reply, boolean delivered) {
        stage = Stage.NONE;
        client.send(reply);
        session.actions().finished(reply.text(), delivered);
        transaction.reset();
        content = Optional.empty();
        if (client.isLost()) {
            session.end("the client was lost");
        }
    }

    private void fail(String reason) {
        abortRelay();
        server.drop();
        finish(OwnReplies.MESSAGE_NOT_TAKEN, false);
        session.end(reason);
    }

    /** The client gets no reply, and keeps the message. */
    void abandon(String reason) {
        stage = Stage.NONE;
        abortRelay();
        session.actions().discard();
        session.end(reason);
    }

    /** T39: whoever is gone before our end of data gets nothing delivered, and comes again. */
    void clientLost() {
        boolean sent = stage == Stage.FINAL
                || (stage == Stage.RELAYING && relay.orElseThrow().isEnded());
        if (!sent) {
            abandon("the client was lost in the middle of a message");
        }
    }

    /** To be called before the server's connection is closed, which may send what is on its way (T32). */
    void abortRelay() {
        relay.ifPresent(Relay::abort);
    }

    /** The server is dropped already. */
    void serverFailed(String reason) {
        switch (stage) {
            case NONE, SPOOLING, PROCESSING -> {} // it is needed again when the message is processed, not before
            case READY, OPENING -> replayOrFail(reason);
            case REPLAYING, FINAL -> fail(reason);
            case RELAYING -> {
                Optional<Reply> reply = relay.orElseThrow().reply();
                if (reply.isPresent()) {
                    finish(reply.get(), reply.get().isPositive());
                    session.end(reason);
                } else {
                    fail(reason);
                }
            }
        }
    }

    /** @return whether the server stopped reading a message */
    boolean isStalled() {
        return stage == Stage.RELAYING && relay.orElseThrow().isStalled();
    }

    /** Called about once a second. */
    void tick() {
        if (stage == Stage.SPOOLING || stage == Stage.PROCESSING) {
            keepAlive.tick();
        }
    }
}
