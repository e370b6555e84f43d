// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import java.util.Optional;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.SessionContext;
import org.postern.api.session.Channel;
import org.postern.inspect.pop3.internal.state.Account;
import org.postern.inspect.pop3.internal.state.MessageSizes;
import org.postern.inspect.pop3.internal.state.Withheld;

/** What the parts of a session share: its two legs, its mailbox, and how it ends. */
final class Pop3Session {
    private final SessionContext context;
    private Account account = new Account();
    private final MessageSizes sizes = new MessageSizes();
    private final Withheld withheld = new Withheld();
    private final ClientLeg client;
    private final ServerLeg server;
    private Optional<Actions> actions = Optional.empty();
    private Channel channel;
    private boolean draining;
    private boolean ended;

    Pop3Session(SessionContext context) {
        this.context = context;
        this.channel = context.channel();
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

    Account account() {
        return account;
    }

    MessageSizes sizes() {
        return sizes;
    }

    Withheld withheld() {
        return withheld;
    }

    ClientLeg client() {
        return client;
    }

    ServerLeg server() {
        return server;
    }

    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** @return what the client's octets travel in */
    Channel channel() {
        return channel;
    }

    /** TLS stands on both sides: who the client said it was in the clear counts for nothing (RFC 2595 section 4). */
    void secured() {
        channel = Channel.TLS;
        account = new Account();
    }

    /** From here on nothing is read. */
    void tunnel() {
        ended = true;
        actions().tunnel();
    }

    /** Closes both sides. The server gets no QUIT, so that it deletes nothing. */
    void end(String reason) {
        if (!ended) {
            ended = true;
            actions().end(reason);
        }
    }

    boolean isEnded() {
        return ended;
    }
}
