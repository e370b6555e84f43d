// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.api.inspect.OctetTransform;
import org.postern.api.policy.Action;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.inspect.line.DotStuffing;
import org.postern.inspect.pop3.internal.state.OwnAnswers;
import org.postern.inspect.pop3.internal.wire.Command;
import org.postern.inspect.pop3.internal.wire.FirstLines;
import org.postern.inspect.pop3.internal.wire.StatusLine;
import org.postern.inspect.pop3.internal.wire.Verb;

/**
 * One message after another, each from the client's RETR or TOP to its end: spooled to the server's end marker, processed,
 * and only then sent. Nothing of it reaches the client before, and no part of it gets an end marker (T34).
 */
final class MessageTransfer {
    /** T14: of that many lines and less, only these are fetched. */
    private static final long FEW_LINES = 50;
    /** T14: a whole message, but not by RETR, which marks, archives or deletes at many servers. */
    private static final long ALL_LINES = 99_999_999;

    private enum Stage {
        NONE,
        /** The command is sent. */
        ASKED,
        SPOOLING,
        PROCESSING,
        RELAYING
    }

    /**
     * What the client wants.
     *
     * @param number of the message
     * @param lines of TOP; empty for RETR
     */
    private record Wish(long number, OptionalLong lines) {
        Wish {
            requireNonNull(lines);
        }

        boolean isRetr() {
            return lines.isEmpty();
        }

        boolean isFewLines() {
            return lines.isPresent() && lines.getAsLong() <= FEW_LINES;
        }

        /** Whether only a part of what is fetched is for the client. */
        boolean isCut() {
            return lines.isPresent() && !isFewLines();
        }

        byte[] command() {
            return isRetr()
                    ? Command.octets(Verb.RETR, number)
                    : Command.octets(Verb.TOP, number, isCut() ? ALL_LINES : lines.getAsLong());
        }
    }

    private final Pop3Session session;
    private final ClientLeg client;
    private final ServerLeg server;
    private Stage stage = Stage.NONE;
    private Wish wish = new Wish(0, OptionalLong.empty());
    private StatusLine status = OwnAnswers.MESSAGE_FOLLOWS;
    private Original original = Original.MAY_GO;
    private DotStuffing stuffing = new DotStuffing();
    private long octetsSeen;
    private long progressAt;

    MessageTransfer(Pop3Session session) {
        this.session = session;
        this.client = session.client();
        this.server = session.server();
        server.hand(this);
    }

    boolean isActive() {
        return stage != Stage.NONE;
    }

    boolean isRelaying() {
        return stage == Stage.RELAYING;
    }

    void retr(long number) {
        begin(new Wish(number, OptionalLong.empty()));
    }

    void top(long number, long lines) {
        begin(new Wish(number, OptionalLong.of(lines)));
    }

    private void begin(Wish wanted) {
        wish = wanted;
        Extent extent = wish.isFewLines() ? Extent.BEGINNING : Extent.WHOLE;
        long octets = wish.isFewLines() ? 0 : session.sizes().of(wish.number());
        Envelope envelope = new Envelope("", session.account().name());
        Optional<Refusal> refusal = session.actions().admit(envelope, extent, octets);
        if (refusal.isPresent()) {
            withhold();
            client.send(OwnAnswers.to(refusal.get()));
            return;
        }
        stage = Stage.ASKED;
        server.ask(wish.command(), new Answer.Message(this::answered));
    }

    private void answered(StatusLine line) {
        if (line.isOk()) {
            status = line;
            stage = Stage.SPOOLING;
        } else {
            stage = Stage.NONE;
            session.actions().discard();
            client.send(line);
        }
    }

    void spool(ByteBuffer octets) {
        session.actions().spool(octets);
    }

    void whole() {
        stage = Stage.PROCESSING;
        session.actions().submit();
    }

    void processed(Processing processing) {
        if (stage != Stage.PROCESSING) {
            return;
        }
        Outcome outcome = processing.outcome();
        if (outcome instanceof Outcome.Refuse refused) {
            refuse(OwnAnswers.to(refused.refusal()));
            endIfServerIsLost();
        } else if (outcome instanceof Outcome.Deliver deliver) {
            if (wish.isCut()) {
                status = OwnAnswers.TOP_FOLLOWS;
            } else if (processing.action() == Action.REPLACED) {
                status = wish.isRetr() ? OwnAnswers.MESSAGE_FOLLOWS : OwnAnswers.TOP_FOLLOWS;
            }
            original = deliver.original();
            stage = Stage.RELAYING;
            stuffing = new DotStuffing();
            octetsSeen = 0;
            progressAt = session.context().clock().nanos();
            client.send(status);
            OctetTransform way = wish.isCut() ? new FirstLines(wish.lines().getAsLong(), stuffing) : stuffing;
            session.actions().relay(Side.CLIENT, deliver.octets(), way);
        }
    }

    void relayed() {
        if (stage != Stage.RELAYING) {
            return;
        }
        stage = Stage.NONE;
        client.active();
        noteOriginal();
        session.actions().finished(status.text(), true);
        endIfServerIsLost();
    }

    private void noteOriginal() {
        if (original == Original.MUST_STAY) { // T24
            if (wish.isRetr()) {
                session.withheld().add(wish.number());
            } else {
                session.withheld().addLooked(wish.number());
            }
        } else if (wish.isRetr()) {
            session.withheld().remove(wish.number());
        }
    }

    private void endIfServerIsLost() {
        if (server.isLost()) {
            session.end("the server was lost");
        }
    }

    private void refuse(StatusLine answer) {
        stage = Stage.NONE;
        withhold();
        client.send(answer);
        session.actions().finished(answer.text(), false);
    }

    /** TOP has no consequences at any server, and so none here. */
    private void withhold() {
        if (wish.isRetr()) {
            session.withheld().add(wish.number());
        }
    }

    /**
     * The server is dropped already.
     *
     * @param understood whether it was lost only, and what it said before is to be believed
     */
    void serverFailed(String reason, boolean understood) {
        boolean isWhole = stage == Stage.RELAYING || stage == Stage.PROCESSING && understood;
        if (!isWhole) {
            refuse(OwnAnswers.SERVER_LOST);
            session.end(reason);
        }
    }

    /** T23: the client is gone, or takes nothing: what it has of the message must not look whole (T34). */
    void abandon(String reason) {
        stage = Stage.NONE;
        stuffing.abort();
        session.actions().discard();
        session.end(reason);
    }

    /** To be asked at each tick: whether the client stopped reading a message. */
    boolean isStalled() {
        if (stage != Stage.RELAYING) {
            return false;
        }
        long now = session.context().clock().nanos();
        if (stuffing.octetsTaken() != octetsSeen) {
            octetsSeen = stuffing.octetsTaken();
            progressAt = now;
        }
        return Duration.ofNanos(now - progressAt).compareTo(session.limits().idle()) > 0;
    }
}
