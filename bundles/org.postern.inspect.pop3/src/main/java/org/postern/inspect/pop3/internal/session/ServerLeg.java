// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.postern.api.session.Side;
import org.postern.inspect.pop3.internal.wire.AnswerReader;
import org.postern.inspect.pop3.internal.wire.DotUnstuffing;
import org.postern.inspect.pop3.internal.wire.ReplyException;
import org.postern.inspect.pop3.internal.wire.StatusLine;

/**
 * The server's side. One command is under way at a time, and whatever the server says while none is shows that it cannot
 * be understood any more.
 */
final class ServerLeg {
    private enum Due {
        NOTHING,
        STATUS,
        LISTING,
        MESSAGE
    }

    private final Pop3Session session;
    private final AnswerReader reader;
    private Due due = Due.NOTHING;
    private Optional<Answer> answer = Optional.empty();
    private Optional<MessageTransfer> transfer = Optional.empty();
    private DotUnstuffing unstuffing = new DotUnstuffing();
    private boolean lost;
    private boolean securing;
    private long lastTraffic;

    ServerLeg(Pop3Session session) {
        this.session = session;
        this.reader = new AnswerReader(session.limits().authOctets());
        this.lastTraffic = session.context().clock().nanos();
    }

    /** Who takes messages. */
    void hand(MessageTransfer to) {
        transfer = Optional.of(to);
    }

    /** To be used when nothing is due. */
    void ask(byte[] command, Answer then) {
        expect(then);
        session.actions().send(Side.SERVER, ByteBuffer.wrap(command));
    }

    /** Something is due to no command: the greeting. */
    void expect(Answer then) {
        lastTraffic = session.context().clock().nanos();
        answer = Optional.of(then);
        due = Due.STATUS;
    }

    /**
     * Takes what is due.
     *
     * @throws ReplyException if it is something else
     */
    void received(ByteBuffer octets) throws ReplyException {
        lastTraffic = session.context().clock().nanos();
        while (octets.hasRemaining() && !session.isEnded()) {
            switch (due) {
                case NOTHING -> throw new ReplyException("the server said what nothing asked for");
                case STATUS -> {
                    Optional<StatusLine> line = reader.status(octets);
                    if (line.isPresent()) {
                        status(line.get());
                    }
                }
                case LISTING -> {
                    Optional<String> line = reader.listing(octets);
                    if (line.isPresent()) {
                        listed(line.get(), (Answer.Listing) answer.orElseThrow());
                    }
                }
                case MESSAGE -> {
                    MessageTransfer to = transfer.orElseThrow();
                    if (unstuffing.read(octets, to::spool)) {
                        due = Due.NOTHING;
                        to.whole();
                    }
                }
            }
        }
    }

    private void status(StatusLine line) throws ReplyException {
        Answer to = answer.orElseThrow();
        if (line.isChallenge() && !(to instanceof Answer.Exchange)) {
            throw new ReplyException("the server's answer asks for what the command does not have");
        }
        due = Due.NOTHING;
        if (line.isOk() && to instanceof Answer.Listing) {
            due = Due.LISTING;
        } else if (line.isOk() && to instanceof Answer.Message) {
            unstuffing = new DotUnstuffing();
            due = Due.MESSAGE;
        }
        to.status().accept(line);
    }

    private void listed(String line, Answer.Listing listing) {
        boolean last = line.equals(".");
        Optional<String> shown = last ? Optional.of(line) : listing.shown().apply(line);
        shown.ifPresent(session.client()::send);
        if (last) {
            due = Due.NOTHING;
            listing.end().run();
        }
    }

    /** @return whether nothing is due */
    boolean isQuiet() {
        return due == Due.NOTHING;
    }

    /** @return whether the client waits for what is due, and got nothing of it */
    boolean isClientWaiting() {
        return due == Due.STATUS && answer.filter(Answer.Own.class::isInstance).isEmpty() || due == Due.MESSAGE;
    }

    boolean isOverdue() {
        return due != Due.NOTHING && silence().compareTo(session.limits().serverReply()) > 0;
    }

    /** @return how long nothing was said to it, and it said nothing */
    Duration silence() {
        return Duration.ofNanos(session.context().clock().nanos() - lastTraffic);
    }

    /** Begins TLS. */
    void secure() {
        securing = true;
        session.actions().startTls(Side.SERVER);
    }

    boolean isSecuring() {
        return securing;
    }

    void secured() {
        securing = false;
        lastTraffic = session.context().clock().nanos();
    }

    /** It is gone, or is given up; it gets no QUIT. */
    void drop() {
        if (!lost) {
            lost = true;
            due = Due.NOTHING;
            session.actions().close(Side.SERVER);
        }
    }

    boolean isLost() {
        return lost;
    }
}
