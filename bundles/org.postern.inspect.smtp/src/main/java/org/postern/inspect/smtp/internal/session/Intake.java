// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.postern.api.policy.Extent;
import org.postern.inspect.smtp.internal.state.Bdat;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Reply;

/**
 * Content on its way in. It is spooled while it may become a message; what may not is read to its end, so that what follows
 * is not taken for commands, but at most as much again as a message may have (T42).
 */
final class Intake {
    /** What reading came to. */
    enum Step {
        /** More content is to come. */
        WAITS,
        /** A chunk is dealt with and answered; commands follow. */
        CHUNK_ANSWERED,
        /** The message is there, good or bad. */
        WHOLE,
        /** The content goes on beyond what is read in vain. */
        ENDLESS
    }

    static final String TOO_MUCH = "more content than is read in vain";

    private final SmtpSession session;
    private final ClientLeg client;
    private final Transaction transaction;
    private final long largest;
    private Framing framing = new DataFraming();
    /** The reply to a chunk that is thrown away. */
    private Optional<Reply> refusal = Optional.empty();

    private boolean reading;
    private boolean open;
    private long spooled;
    /** All content since a message was admitted, what was thrown away too. */
    private long octets;

    Intake(SmtpSession session) {
        this.session = session;
        this.client = session.client();
        this.transaction = session.transaction();
        this.largest = session.context().profile().maxMessageBytes();
        transaction.whenOver(this::discard); // T33: chunks never outlive the transaction that they belong to
    }

    /** @return whether content is read, not commands */
    boolean isReading() {
        return reading;
    }

    /** @return whether a message was admitted and is not whole, between its chunks too */
    boolean isOpen() {
        return open;
    }

    Framing framing() {
        return framing;
    }

    /** DATA, with a recipient. */
    void data() {
        Optional<Reply> busy = admit(transaction.declaredSize());
        if (busy.isPresent()) {
            client.send(busy.get());
            transaction.abandon();
            return;
        }
        read(new DataFraming(), Optional.empty());
        client.send(OwnReplies.START_MAIL_INPUT);
    }

    /** BDAT: its octets follow, whatever is wrong with it. */
    void bdat(Bdat chunk) {
        Optional<Reply> wrong = objection(chunk);
        if (wrong.isPresent() && chunk.size() > mostInVain() - octets) {
            client.send(wrong.get());
            session.end(TOO_MUCH);
        } else {
            read(new ChunkFraming(chunk), wrong);
        }
    }

    private Optional<Reply> objection(Bdat chunk) {
        if (!transaction.isOpen()) {
            return Optional.of(OwnReplies.NO_MAIL);
        }
        if (transaction.recipients() == 0) {
            return Optional.of(OwnReplies.NO_RECIPIENTS);
        }
        Optional<Reply> wrong = chunk.size() > largest - (open ? spooled : 0)
                ? Optional.of(OwnReplies.TOO_LARGE)
                : open ? Optional.empty() : admit(Math.max(chunk.size(), transaction.declaredSize()));
        wrong.ifPresent(this::giveUp);
        return wrong;
    }

    /** RFC 3030 section 2: after a chunk that failed the transaction is over. */
    private void giveUp(Reply reply) {
        if (open) {
            open = false;
            session.actions()
                    .finished(reply.withFooter(session.context().footer()).text(), false);
        }
        transaction.abandon();
    }

    private Optional<Reply> admit(long size) {
        Optional<Reply> busy = session.actions()
                .admit(transaction.envelope(), Extent.WHOLE, size)
                .map(OwnReplies::to);
        if (busy.isEmpty()) {
            open = true;
            spooled = 0;
            octets = 0;
            client.patience().contentBegins();
        }
        return busy;
    }

    private void read(Framing next, Optional<Reply> inVain) {
        framing = next;
        refusal = inVain;
        reading = true;
        if (inVain.isPresent()) {
            client.patience().contentBegins();
        }
    }

    Step read() {
        ByteBuffer in = client.input();
        int before = in.remaining();
        boolean complete = framing.read(in, this::spool);
        int count = before - in.remaining();
        octets += count;
        if (count > 0) {
            client.patience().contentCame(count);
        }
        if (complete) {
            reading = false;
            if (refusal.isPresent()) {
                client.patience().contentEnds();
            }
            return answered(refusal.or(framing::receipt));
        }
        return octets > mostInVain() ? Step.ENDLESS : Step.WAITS;
    }

    private void spool(ByteBuffer content) {
        if (refusal.isPresent()) {
            return;
        }
        spooled += content.remaining();
        if (!isTooLarge()) {
            session.actions().spool(content);
        }
    }

    private Step answered(Optional<Reply> reply) {
        reply.ifPresent(client::send);
        return reply.isPresent() ? Step.CHUNK_ANSWERED : Step.WHOLE;
    }

    /** @return why the message cannot be taken, as far as was read */
    Optional<Reply> verdict() {
        return framing.flaw(session.context().profile().bareNewlines())
                .or(() -> isTooLarge() ? Optional.of(OwnReplies.TOO_LARGE) : Optional.empty());
    }

    /** The message is somebody else's from here on. */
    void handOver() {
        reading = false;
        open = false;
        client.patience().messageEnds();
    }

    private void discard() {
        if (open) {
            handOver();
            session.actions().discard();
        }
    }

    private boolean isTooLarge() {
        return spooled > largest;
    }

    /** So much may be read of a message, and of what follows it in vain. */
    private long mostInVain() {
        return largest > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * largest;
    }
}
