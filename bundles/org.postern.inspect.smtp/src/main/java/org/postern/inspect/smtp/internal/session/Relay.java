// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.time.Duration;
import java.util.Optional;
import org.postern.api.inspect.NanoClock;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.inspect.line.Outgoing;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/** One message on its way to the server: from the word to send it until its end is handed over. */
final class Relay {
    private final SmtpSession session;
    private final NanoClock clock;
    private final Outgoing outgoing;
    private Optional<Reply> reply = Optional.empty();
    private long octets;
    private long progressAt;

    Relay(SmtpSession session, Octets content, Outgoing outgoing) {
        this.session = session;
        this.clock = session.context().clock();
        this.outgoing = outgoing;
        this.progressAt = clock.nanos();
        session.actions().relay(Side.SERVER, content, outgoing);
    }

    /**
     * The server replies before the relay is reported to be over.
     *
     * @return whether it refused the message in the middle of it
     */
    boolean isRefusedBy(Reply early) throws ReplyException {
        if (early.isIntermediate() || reply.isPresent()) {
            throw new ReplyException("the server replied to nothing");
        }
        if (outgoing.isEnded()) {
            reply = Optional.of(early); // the end is there already; the report of it is not
            return false;
        }
        return isRefusal(early);
    }

    /** @return whether the server refuses a message that it has not got; it can do nothing else */
    static boolean isRefusal(Reply early) throws ReplyException {
        if (early.isIntermediate()) {
            throw new ReplyException("the server replied to nothing");
        }
        if (early.isPositive()) {
            throw new ReplyException("the server accepted a message that it did not have");
        }
        return true;
    }

    /** @return the reply to the end, if it came before the report */
    Optional<Reply> reply() {
        return reply;
    }

    /** @return whether the end has left, so that the server may take the message */
    boolean isEnded() {
        return outgoing.isEnded();
    }

    /** Nothing more leaves, least of all an end (T32). */
    void abort() {
        outgoing.abort();
    }

    /** To be asked at each tick. */
    boolean isStalled() {
        if (outgoing.octetsTaken() != octets) {
            octets = outgoing.octetsTaken();
            progressAt = clock.nanos();
        }
        return Duration.ofNanos(clock.nanos() - progressAt)
                        .compareTo(session.limits().serverReply())
                > 0;
    }
}
