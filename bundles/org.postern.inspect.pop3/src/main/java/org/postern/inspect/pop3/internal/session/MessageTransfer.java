// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.api.policy.Action;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.inspect.pop3.internal.state.OwnAnswers;
import org.postern.inspect.pop3.internal.wire.Command;
import org.postern.inspect.pop3.internal.wire.StatusLine;
import org.postern.inspect.pop3.internal.wire.Verb;

/**
 * One message after another, each from the client's RETR or TOP to its end: spooled to the server's end marker, processed,
 * and only then sent, first lines of its header excepted ({@link Delivery}). No part of it gets an end marker (T34).
 */
final class MessageTransfer {
    /** The pipeline answers so long before the time is over, and has at least that much. */
    private static final Duration MARGIN = Duration.ofSeconds(5);
    /** Of a message for which the client hears nothing: less than that says nothing about it (T43). */
    private static final Duration LEAST = Duration.ofSeconds(20);
    /** Servers close sessions that are idle for some minutes, RFC 1939 section 3 notwithstanding. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(45);

    private enum Stage {
        NONE,
        /** The command is sent. */
        ASKED,
        SPOOLING,
        PROCESSING,
        RELAYING
    }

    private final Pop3Session session;
    private final ClientLeg client;
    private final ServerLeg server;
    private Stage stage = Stage.NONE;
    private Wish wish = new Wish(0, OptionalLong.empty());
    private Delivery delivery;
    private Original original = Original.MAY_GO;

    MessageTransfer(Pop3Session session) {
        this.session = session;
        this.client = session.client();
        this.server = session.server();
        this.delivery = new Delivery(session, wish);
        server.hand(this);
    }

    boolean isActive() {
        return stage != Stage.NONE;
    }

    boolean isRelaying() {
        return stage == Stage.RELAYING;
    }

    /** @return whether the server said all of the message that is under way */
    boolean isWhole() {
        return stage == Stage.PROCESSING || stage == Stage.RELAYING;
    }

    void retr(long number) {
        begin(new Wish(number, OptionalLong.empty()));
    }

    void top(long number, long lines) {
        begin(new Wish(number, OptionalLong.of(lines)));
    }

    private void begin(Wish wanted) {
        wish = wanted;
        delivery = new Delivery(session, wish);
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
            delivery.status(line);
            stage = Stage.SPOOLING;
        } else {
            stage = Stage.NONE;
            session.actions().discard();
            client.send(line);
        }
    }

    void spool(ByteBuffer octets) {
        delivery.came(octets);
        session.actions().spool(octets);
    }

    void whole() {
        stage = Stage.PROCESSING;
        Duration left = delivery.left().minus(MARGIN);
        Duration patience = delivery.patience().map(p -> longer(p, LEAST)).orElse(left);
        session.actions().submit(longer(patience.compareTo(left) < 0 ? patience : left, MARGIN));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
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
            original = deliver.original();
            stage = Stage.RELAYING;
            delivery.relay(deliver.octets(), processing.action() == Action.REPLACED);
        }
    }

    void relayed() {
        if (stage != Stage.RELAYING) {
            return;
        }
        client.active();
        if (delivery.isBroken()) { // T46
            cutOff("the message is not what its first lines were");
            return;
        }
        stage = Stage.NONE;
        noteOriginal();
        session.actions().finished(delivery.status().text(), true);
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
        if (delivery.hasBegun()) {
            cutOff("the client has the beginning of a message that it does not get");
            return;
        }
        stage = Stage.NONE;
        withhold();
        client.send(answer);
        session.actions().finished(answer.text(), false);
    }

    /** No end marker, no answer, no QUIT: the client throws away what it has, and comes again (T34). */
    private void cutOff(String reason) {
        stage = Stage.NONE;
        delivery.abort();
        withhold();
        session.actions().finished("none: " + reason, false);
        session.end(reason);
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
        boolean goesOn = stage == Stage.RELAYING || stage == Stage.PROCESSING && understood;
        if (!goesOn) {
            refuse(OwnAnswers.SERVER_LOST);
            session.end(reason);
        }
    }

    /** T23: the client is gone, or takes nothing: what it has of the message must not look whole (T34). */
    void abandon(String reason) {
        boolean judged = stage == Stage.RELAYING;
        stage = Stage.NONE;
        delivery.abort();
        if (judged) { // and perhaps kept in quarantine: that is told
            session.actions().finished("none: " + reason, false);
        } else {
            session.actions().discard();
        }
        session.end(reason);
    }

    /** Time has passed. */
    void tick() {
        if (stage == Stage.RELAYING && delivery.isStalled()) {
            abandon("the client did not read in time");
        } else if (stage != Stage.NONE
                && stage != Stage.RELAYING
                && delivery.left().isNegative()) {
            tooLate();
        } else if (stage == Stage.SPOOLING || stage == Stage.PROCESSING) {
            delivery.drip();
        }
        if (isWhole()
                && server.isQuiet()
                && !server.isLost()
                && server.silence().compareTo(KEEP_ALIVE) >= 0) {
            server.ask(Command.octets(Verb.NOOP), new Answer.Own());
        }
    }

    private void tooLate() {
        String reason = "the message took too long";
        if (stage == Stage.PROCESSING) {
            refuse(OwnAnswers.TOO_LATE);
            endIfServerIsLost();
        } else { // the server is in the middle of it
            server.drop();
            refuse(OwnAnswers.TOO_LATE);
            session.end(reason);
        }
    }
}
