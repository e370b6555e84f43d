// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.postern.api.session.Side;
import org.postern.inspect.smtp.internal.state.EhloReply;
import org.postern.inspect.smtp.internal.state.Expected;
import org.postern.inspect.smtp.internal.state.Extension;
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
    private boolean alone;
    private boolean securing;
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

    /** Sends a command, or a line of its exchange, behind which nothing is sent before its reply is in. */
    void sendAlone(Command command, ReplyHandler then) {
        sendAlone(command.octets(), 0, then);
    }

    /** @see #send(byte[], int, ReplyHandler) */
    void sendAlone(byte[] octets, int intermediate, ReplyHandler then) {
        send(octets, intermediate, then);
        alone = true;
    }

    /** @return whether nothing may be sent before all replies are in */
    boolean isAlone() {
        return alone && !pending.isEmpty();
    }

    /** A reply is due to what is no command: the greeting, the end of data. */
    void expect(Duration patience, ReplyHandler then) {
        expect(0, patience, then);
    }

    private void expect(int intermediate, Duration patience, ReplyHandler then) {
        if (pending.isEmpty()) {
            alone = false;
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

    /** @return whether it offers that, shown to the client or not */
    boolean offers(Extension extension) {
        return hello.isPresent() && hello.get().offers(extension);
    }

    /** @return what it offers there in particular, in upper case */
    Set<String> parameters(Extension extension) {
        return hello.map(reply -> reply.parameters(extension)).orElse(Set.of());
    }

    boolean isPipelining() {
        return offers(Extension.PIPELINING);
    }

    boolean offersChunking() {
        return offers(Extension.CHUNKING);
    }

    /** RFC 3030 section 3: only chunks can carry it. */
    boolean offersBinaryMime() {
        return offersChunking() && offers(Extension.BINARYMIME);
    }

    /** It agreed to TLS. */
    void startTls() {
        securing = true;
        session.actions().startTls(Side.SERVER);
    }

    /** @return whether a handshake is under way, and nothing in clear may come any more */
    boolean isSecuring() {
        return securing;
    }

    /** TLS stands: what it said before counts for nothing (RFC 3207 section 4.2). */
    void secured() {
        afresh();
    }

    private void afresh() {
        securing = false;
        hello = Optional.empty();
        reader = new ReplyReader(session.limits().replyOctets());
    }

    /** It is gone, or is given up. */
    void drop() {
        if (!lost) {
            lost = true;
            securing = false;
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
        afresh();
        session.actions().dial();
    }
}
