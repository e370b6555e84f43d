// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.session;

import java.util.Optional;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.SessionContext;
import org.postern.inspect.smtp.internal.state.OwnReplies;
import org.postern.inspect.smtp.internal.state.Transaction;
import org.postern.inspect.smtp.internal.wire.Command;

/** What the parts of a session share: its two legs, its transaction, and how it ends. */
final class SmtpSession {
    private final SessionContext context;
    private final OwnReplies replies;
    private final Transaction transaction = new Transaction();
    private final ClientLeg client;
    private final ServerLeg server;
    private Optional<Actions> actions = Optional.empty();
    private Optional<Command> hello = Optional.empty();
    private Optional<String> closing = Optional.empty();
    private boolean authenticated;
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

    boolean isEnded() {
        return ended;
    }
}
