// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.Introductions.Kind;
import org.postern.api.inspect.SessionContext;
import org.postern.api.policy.TlsMode;
import org.postern.api.session.Channel;
import org.postern.api.session.Side;
import org.postern.inspect.smtp.internal.state.Extension;
import org.postern.inspect.smtp.internal.state.Offering;
import org.postern.inspect.smtp.internal.state.Offering.Mechanisms;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Command;
import org.postern.inspect.smtp.internal.wire.Verb;

/** What the parts of a session share: its two legs, its transaction, what it travels in, and how it ends. */
final class SmtpSession {
    /** Who needs more XCLIENT than this is not introduced again on another connection. */
    private static final int LONGEST_PATH = 8;

    private final SessionContext context;
    private final OwnReplies replies;
    private final Transaction transaction = new Transaction();
    private final ClientLeg client;
    private final ServerLeg server;
    private Optional<Actions> actions = Optional.empty();
    private final List<Command> path = new ArrayList<>();
    private Optional<Command> hello = Optional.empty();
    private Optional<String> closing = Optional.empty();
    private boolean authenticated;
    private boolean secured;
    private boolean draining;
    private boolean ended;

    SmtpSession(SessionContext context) {
        this.context = context;
        this.replies = new OwnReplies(context.hostName());
        this.client = new ClientLeg(this);
        this.server = new ServerLeg(this);
    }

    /** A call of the inspector begins. */
    void call(Actions current) {
        actions = Optional.of(current);
    }

    Actions actions() {
        return actions.orElseThrow();
    }

    SessionContext context() {
        return context;
    }

    InspectLimits limits() {
        return context.limits();
    }

    OwnReplies replies() {
        return replies;
    }

    Transaction transaction() {
        return transaction;
    }

    ClientLeg client() {
        return client;
    }

    ServerLeg server() {
        return server;
    }

    /** The server accepted EHLO or HELO; any transaction is gone (RFC 5321 section 4.1.4). */
    void greeted(Command accepted) {
        hello = Optional.of(accepted);
        transaction.reset();
    }

    /** @return the EHLO or HELO that the server accepted last */
    Optional<Command> hello() {
        return hello;
    }

    /** @return whether the gateway tells the server who the client is; one that is believed has its own say */
    boolean gives(Kind kind) {
        return context.introductions().given().contains(kind)
                && !context.introductions().believed().contains(kind);
    }

    /** The server was told who the client is, and begins anew (XCLIENT_README of Postfix). */
    void introducedBy(Command accepted) {
        hello = Optional.empty();
        walked(accepted);
    }

    private void walked(Command step) {
        if (path.size() <= LONGEST_PATH) {
            path.add(step);
        }
    }

    /** @return whether the server was told who the client is */
    boolean isIntroduced() {
        return path.stream().anyMatch(step -> step.verb() == Verb.XCLIENT);
    }

    /** @return the XCLIENT and STARTTLS commands that made the server's connection what it is, each behind an EHLO */
    List<Command> path() {
        return List.copyOf(path);
    }

    /** @return whether another connection can be made the same */
    boolean isRepeatable() {
        return path.size() <= LONGEST_PATH;
    }

    /** TLS was begun and stands on both sides: nothing said before counts (RFC 3207 section 4.2). */
    void secured() {
        secured = true;
        walked(Command.STARTTLS);
        hello = Optional.empty();
        transaction.reset();
    }

    /** @return whether both sides talk in TLS, however it came about */
    boolean isTls() {
        return secured || context.channel() == Channel.TLS;
    }

    /** @return whether a server's TLS is kept from the client */
    boolean hidesTls() {
        return context.profile().tls() == TlsMode.DISABLE && !isTls();
    }

    /** @return what of the server's offer is for the client now */
    Offering offering() {
        Set<Extension> hidden = EnumSet.noneOf(Extension.class);
        if (isTls() || hidesTls()) {
            hidden.add(Extension.STARTTLS);
        }
        if (!context.introductions().believed().contains(Kind.XCLIENT)) {
            hidden.add(Extension.XCLIENT);
        }
        if (!context.introductions().believed().contains(Kind.XFORWARD)) {
            hidden.add(Extension.XFORWARD);
        }
        boolean between = context.channel() == Channel.TLS || context.profile().tls() == TlsMode.INTERCEPT;
        return new Offering(context.profile().maxMessageBytes(), hidden, between ? Mechanisms.UNBOUND : Mechanisms.ALL);
    }

    /** An AUTH exchange succeeded: the session cannot be had again without the client. */
    void authenticated() {
        authenticated = true;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Ends the session when all replies are in; nothing more is read from the client. */
    void endAfterReplies(String reason) {
        closing = Optional.of(reason);
    }

    /** @return why the session ends when all replies are in, if it does */
    Optional<String> closing() {
        return closing;
    }

    void end(String reason) {
        if (!ended) {
            ended = true;
            transaction.reset(); // what was admitted of a message is discarded with it
            actions().end(reason);
        }
    }

    /** What follows is between client and server. */
    void tunnel(ByteBuffer octets) {
        ended = true;
        transaction.reset();
        actions().send(Side.SERVER, octets);
        actions().tunnel();
    }

    boolean isEnded() {
        return ended;
    }
}
