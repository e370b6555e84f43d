// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.postern.api.session.Side;
import org.postern.inspect.smtp.internal.state.EhloReply;
import org.postern.inspect.smtp.internal.state.Expected;
import org.postern.inspect.smtp.internal.state.PendingReplies;
import org.postern.inspect.smtp.internal.state.ReplyHandler;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;
import org.postern.inspect.smtp.internal.wire.ReplyReader;

/** The server's side: commands go out, and each reply finds the command it belongs to. */
final class ServerLeg {
    private final SmtpSession session;
    private final PendingReplies pending;
    private ReplyReader reader;
    private Optional<EhloReply> hello = Optional.empty();
    private boolean lost;
    private long lastTraffic;

    ServerLeg(SmtpSession session) {
        this.session = session;
        this.pending = new PendingReplies(reply -> session.client().send(reply));
        this.reader = new ReplyReader(session.limits().replyOctets());
        this.lastTraffic = session.context().clock().nanos();
    }

    /** Sends a command whose reply is final. */
    void send(Command command, ReplyHandler then) {
        send(command.octets(), 0, then);
    }

    /**
     * @param octets one line
     * @param intermediate the 3xx code that may answer it, or 0
     */
    void send(byte[] octets, int intermediate, ReplyHandler then) {
        expect(intermediate, session.limits().serverReply(), then);
        session.actions().send(Side.SERVER, ByteBuffer.wrap(octets));
    }

    /** A reply is due to what is no command: the greeting, the end of data. */
    void expect(Duration patience, ReplyHandler then) {
        expect(0, patience, then);
    }

    private void expect(int intermediate, Duration patience, ReplyHandler then) {
        if (pending.isEmpty()) {
            lastTraffic = session.context().clock().nanos();
        }
        pending.expect(new Expected(intermediate, patience, then));
    }

    /** The client gets a reply of our own, after those that are due before it. */
    void answer(Reply own) {
        pending.answer(own);
    }

    /** @return the next reply, once it is complete; to be handed to {@link #replied} */
    Optional<Reply> read(ByteBuffer octets) throws ReplyException {
        return reader.read(octets);
    }

    void replied(Reply reply) throws ReplyException {
        lastTraffic = session.context().clock().nanos();
        pending.replied(reply);
    }

    /** @return whether no reply is due */
    boolean isQuiet() {
        return pending.isEmpty();
    }

    int repliesDue() {
        return pending.size();
    }

    boolean isOverdue() {
        return !pending.isEmpty() && silence().compareTo(pending.next().patience()) > 0;
    }

    /** @return how long nothing went either way; with replies due, how long the next one has taken */
    Duration silence() {
        return Duration.ofNanos(session.context().clock().nanos() - lastTraffic);
    }

    /** @param reply what it offers; empty: nothing, since it was greeted with HELO */
    void offers(Optional<EhloReply> reply) {
        hello = reply;
    }

    boolean isPipelining() {
        return hello.isPresent() && hello.get().pipelining();
    }

    boolean offersChunking() {
        return hello.isPresent() && hello.get().chunking();
    }

    boolean offersBinaryMime() {
        return hello.isPresent() && hello.get().binaryMime();
    }

    /** It is gone, or is given up. */
    void drop() {
        if (!lost) {
            lost = true;
            pending.clear();
            session.actions().close(Side.SERVER);
        }
    }

    boolean isLost() {
        return lost;
    }

    /** Begins anew with another connection. */
    void dial() {
        lost = false;
        hello = Optional.empty();
        reader = new ReplyReader(session.limits().replyOctets());
        session.actions().dial();
    }
}
