// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import org.postern.api.policy.TlsMode;
import org.postern.api.session.Side;
import org.postern.inspect.smtp.internal.state.Extension;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/**
 * STARTTLS (RFC 3207) as the profile has it (T07). From the command to the end of the handshakes no octet in clear counts,
 * from neither side (T05, T06); and where TLS was asked for and fails the session ends, since nothing goes on in clear
 * instead.
 */
final class StartTls {
    private enum Stage {
        NONE,
        /** The server owes its reply. */
        ASKED,
        /** Allowed: what the client sends next is TLS between it and the server. */
        CLIENT_HELLO,
        /** Intercepted: the server's side is secured first, since its failure must be told in clear. */
        SERVER_HANDSHAKE,
        CLIENT_HANDSHAKE
    }

    /** RFC 8446 section 5.1: the type of a record of a handshake. */
    private static final byte HANDSHAKE = 22;

    private final SmtpSession session;
    private final ClientLeg client;
    private final ServerLeg server;
    private final MessageTransfer transfer;
    private final CommandReplies replies;
    private Stage stage = Stage.NONE;

    StartTls(SmtpSession session, MessageTransfer transfer, CommandReplies replies) {
        this.session = session;
        this.client = session.client();
        this.server = session.server();
        this.transfer = transfer;
        this.replies = replies;
    }

    /** @return whether no command counts until it is over */
    boolean isUnderWay() {
        return stage != Stage.NONE;
    }

    /** @return whether it is the client that is waited for */
    boolean isClientsTurn() {
        return stage == Stage.CLIENT_HELLO;
    }

    /** @return whether the client can be told nothing, since it is not in clear any more and not secured yet */
    boolean isClientDeaf() {
        return stage == Stage.CLIENT_HANDSHAKE;
    }

    /** @return whether the server said yes, and has nothing more to say until the client is heard again */
    boolean isWordGiven() {
        return stage != Stage.NONE && stage != Stage.ASKED;
    }

    void startTls(Command command) {
        if (session.isTls()) {
            replies.wrong(OwnReplies.TLS_ALREADY);
        } else if (session.hidesTls() || !server.offers(Extension.STARTTLS)) {
            replies.wrong(OwnReplies.NOT_IMPLEMENTED);
        } else if (command.hasArgument()) {
            replies.wrong(OwnReplies.BAD_ARGUMENT);
        } else if (transfer.isBetweenChunks()) {
            replies.wrong(OwnReplies.CHUNKS_UNDER_WAY);
        } else {
            stage = Stage.ASKED;
            server.sendAlone(command, this::answered);
        }
    }

    private void answered(Reply reply) throws ReplyException {
        if (reply.code() == 220) {
            session.transaction().reset();
            if (session.context().profile().tls() == TlsMode.ALLOW) {
                stage = Stage.CLIENT_HELLO;
                client.send(reply);
            } else {
                stage = Stage.SERVER_HANDSHAKE;
                server.startTls();
            }
        } else if (reply.isPositive()) {
            throw new ReplyException("the server's reply to STARTTLS is neither yes nor no");
        } else {
            stage = Stage.NONE;
            replies.relay(reply);
        }
    }

    /** Takes what the client sent meanwhile. */
    void turn() {
        ByteBuffer input = client.input();
        if (!input.hasRemaining()) {
            if (client.isInputEnded()) {
                session.end("the client closed");
            } else if (session.isDraining() && stage == Stage.CLIENT_HELLO) {
                session.end("shut down");
            }
        } else if (stage != Stage.CLIENT_HELLO) {
            client.send(OwnReplies.AFTER_STARTTLS);
            session.end("the client sent something behind STARTTLS, in clear");
        } else if (input.get(input.position()) == HANDSHAKE) {
            session.tunnel(input);
        } else {
            session.end("the client did not begin TLS after STARTTLS");
        }
    }

    void secured(Side side) {
        if (side == Side.SERVER && stage == Stage.SERVER_HANDSHAKE) {
            stage = Stage.CLIENT_HANDSHAKE;
            server.secured();
            client.send(OwnReplies.READY_FOR_TLS);
            client.startTls();
        } else if (side == Side.CLIENT && stage == Stage.CLIENT_HANDSHAKE) {
            stage = Stage.NONE;
            client.dropInput();
            session.secured();
        }
    }

    void notSecured(Side side, String reason) {
        if (side == Side.SERVER && stage == Stage.SERVER_HANDSHAKE) {
            client.send(OwnReplies.TLS_FAILED);
        }
        session.end("TLS with the " + (side == Side.SERVER ? "server" : "client") + " failed: " + reason);
    }
}
