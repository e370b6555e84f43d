// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import org.postern.api.spool.Octets;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/**
 * A processed message on its way to the server, up to the reply to its end. That reply is the server's own and goes to the
 * client; it is never a 2xx that the server did not give after the end of the message (T30, T31).
 */
final class Delivery {
    private enum Stage {
        /** Nothing is under way. */
        NONE,
        /** Another server is brought to where the lost one was. */
        REPLAYING,
        /** The server owes replies yet. */
        READY,
        /** DATA is sent. */
        OPENING,
        /** The server wants the content, if that is all it says: none leaves before its packet is read (T10). */
        WANTED,
        RELAYING,
        /** The end of the message is sent. */
        FINAL
    }

    private final SmtpSession session;
    private final ServerLeg server;
    private final MessageTransfer transfer;
    private final EnvelopeReplay replay;
    private Stage stage = Stage.NONE;
    private Framing framing = new DataFraming();
    private Optional<Octets> content = Optional.empty();
    private Optional<Relay> relay = Optional.empty();

    Delivery(SmtpSession session, MessageTransfer transfer) {
        this.session = session;
        this.server = session.server();
        this.transfer = transfer;
        this.replay = new EnvelopeReplay(session);
    }

    /** @return whether the message can be taken to another server */
    boolean canDialAgain() {
        return replay.isPossible();
    }

    /** @param how it came in, and goes out */
    void begin(Octets octets, Framing how) {
        content = Optional.of(octets);
        framing = how;
        stage = Stage.READY;
        if (server.isLost()) {
            dialAgain("the server was lost");
        }
    }

    private void dialAgain(String reason) {
        if (!replay.isPossible()) {
            fail(reason);
            return;
        }
        stage = Stage.REPLAYING;
        replay.begin();
    }

    void secured() {
        if (stage == Stage.REPLAYING) {
            replay.secured();
        }
    }

    void turn() {
        if (!server.isQuiet()) {
            return;
        }
        if (stage == Stage.REPLAYING && replay.turn()) {
            replayed();
        }
        if (stage == Stage.WANTED) {
            relay();
        }
        if (stage == Stage.READY) {
            open();
        }
    }

    private void replayed() {
        stage = Stage.READY;
        if (!framing.isTakenBy(server)) {
            fail("the server does not take chunks any more");
        }
    }

    private void open() {
        Optional<Command> opening = framing.opening();
        if (opening.isEmpty()) {
            relay();
        } else {
            stage = Stage.OPENING;
            server.send(opening.get().octets(), 354, this::opened);
        }
    }

    private void opened(Reply reply) throws ReplyException {
        if (reply.isPositive()) {
            throw new ReplyException("the server replied to DATA as to a message");
        }
        if (reply.isIntermediate()) {
            stage = Stage.WANTED;
        } else {
            over();
            transfer.refuse(reply);
        }
    }

    private void relay() {
        Octets octets = content.orElseThrow();
        stage = Stage.RELAYING;
        relay = Optional.of(new Relay(session, octets, framing.outgoing(octets.size())));
    }

    /** The server replies before the relay is reported to be over. */
    void early(Reply reply) throws ReplyException {
        if (stage != Stage.RELAYING && stage != Stage.WANTED) {
            throw new ReplyException("the server replied to nothing");
        }
        if (relay.isEmpty() ? Relay.isRefusal(reply) : relay.get().isRefusedBy(reply)) {
            abort();
            over();
            server.drop(); // it is in the middle of content, and would take commands for more of it
            transfer.finish(reply, false);
            session.end("the server refused a message in the middle of it");
        }
    }

    void relayed() throws ReplyException {
        if (stage != Stage.RELAYING) {
            return;
        }
        stage = Stage.FINAL;
        server.expect(session.limits().serverFinalReply(), this::answered);
        Optional<Reply> early = relay.orElseThrow().reply();
        if (early.isPresent()) {
            server.replied(early.get());
        }
    }

    private void answered(Reply reply) {
        over();
        if (reply.isPositive() || !framing.staysOpenWhenRefused()) {
            transfer.finish(reply, reply.isPositive());
        } else {
            transfer.refuse(reply);
        }
    }

    /** @return whether the end of the message is sent, so that the server may take it */
    boolean isSent() {
        return stage == Stage.FINAL
                || (stage == Stage.RELAYING && relay.orElseThrow().isEnded());
    }

    /** Nothing more of the message leaves. */
    void abort() {
        relay.ifPresent(Relay::abort);
    }

    void serverFailed(String reason) {
        switch (stage) {
            case NONE -> {}
            case READY, OPENING -> dialAgain(reason);
            case REPLAYING, WANTED, FINAL -> fail(reason);
            case RELAYING -> {
                Optional<Reply> reply = relay.orElseThrow().reply();
                if (reply.isPresent()) {
                    over();
                    transfer.finish(reply.get(), reply.get().isPositive());
                    session.end(reason);
                } else {
                    fail(reason);
                }
            }
        }
    }

    /** @return whether the server stopped reading */
    boolean isStalled() {
        return stage == Stage.RELAYING && relay.orElseThrow().isStalled();
    }

    private void fail(String reason) {
        abort();
        over();
        transfer.fail(reason);
    }

    private void over() {
        stage = Stage.NONE;
        content = Optional.empty();
        relay = Optional.empty();
    }
}
