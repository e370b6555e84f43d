// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.api.event.SessionBegan;
import org.postern.api.event.SessionEnded;
import org.postern.api.event.SessionPassedUnread;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Profile;
import org.postern.api.session.Channel;
import org.postern.api.session.SessionInfo;
import org.postern.api.session.Side;
import org.postern.gateway.internal.leg.Closed;
import org.postern.gateway.internal.leg.IoThread;
import org.postern.gateway.internal.leg.Leg;
import org.postern.gateway.internal.leg.LegHandler;
import org.postern.gateway.internal.policy.ListenerSpec;
import org.postern.gateway.internal.policy.Rule;
import org.postern.gateway.internal.policy.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session: hands what happens on its two legs to its inspector, and does what that says. All of it on one thread.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final House house;
    private final Admission admission;
    private final SessionInfo info;
    private final Runnable over;
    private final IoThread thread;
    private final Wire client;
    private final Messages messages;
    private final Securing securing;
    private final Actions actions;
    private Inspector inspector;
    private Optional<Wire> server = Optional.empty();
    private Optional<Upstream> upstream = Optional.empty();
    private boolean dialling;
    private Optional<String> ended = Optional.empty();
    private boolean gone;

    /** @param over called once, when both legs are closed */
    Session(House house, Admission admission, Inspector inspector, Leg leg, Runnable over) {
        this.house = house;
        this.admission = admission;
        this.info = admission.info();
        this.inspector = inspector;
        this.over = over;
        this.thread = leg.thread();
        this.client = new Wire(this, Side.CLIENT, leg);
        Profile profile = admission.rule().profile();
        this.messages = new Messages(house, info, profile, thread, new MessageOwner());
        this.actions = new SessionActions(this, messages, house, profile);
        this.securing = new Securing(house, info, profile.serverTrust(), thread, new SecuringOwner());
    }

    private final class MessageOwner implements Messages.Owner {
        @Override
        public Optional<Wire> wire(Side side) {
            return Session.this.wire(side);
        }

        @Override
        public void processed(Processing processing) {
            ask(i -> i.processed(processing, actions));
        }

        @Override
        public void relayed() {
            ask(i -> i.relayed(actions));
        }
    }

    private final class SecuringOwner implements Securing.Owner {
        @Override
        public void secured(Wire wire) {
            Session.this.secured(wire);
        }

        @Override
        public void notSecured(Wire wire, String reason) {
            Session.this.notSecured(wire, reason);
        }
    }

    SessionInfo info() {
        return info;
    }

    ListenerSpec listener() {
        return admission.listener();
    }

    /** Begins, on the session's thread. */
    LegHandler open() {
        house.events().publish(new SessionBegan(Instant.now(), info, isLogged()));
        if (isTlsFromTheBeginning()) {
            securing.beginWithClient(client);
            client.hold(Hold.HANDSHAKE);
        }
        ask(i -> i.opened(actions));
        if (ended.isEmpty()) {
            dial();
        }
        thread.schedule(TICK, this::tick);
        return client;
    }

    /** Tells that nothing of it is read. */
    void passesUnread(String reason) {
        house.events().publish(new SessionPassedUnread(Instant.now(), info, reason));
    }

    /** Of what passes unread the gateway does not see what it travels in. */
    private boolean isTlsFromTheBeginning() {
        return admission.listener().channel() == Channel.TLS && !(inspector instanceof PassThrough);
    }

    private boolean isLogged() {
        return admission.rule().log() == Rule.Log.CONNECTIONS;
    }

    /** Ends the session at its next boundary. Any thread. */
    void drain() {
        House.post(thread, () -> ask(i -> i.drain(actions)), () -> {});
    }

    /** Ends the session now. Any thread. */
    void abort(String reason) {
        House.post(thread, () -> abortHere(reason), () -> {});
    }

    private void abortHere(String reason) {
        if (ended.isEmpty()) {
            stop(reason);
        }
        client.leg().abort();
        server.ifPresent(wire -> wire.leg().abort());
    }

    private void tick() {
        if (ended.isEmpty()) {
            ask(i -> i.tick(actions));
            thread.schedule(TICK, this::tick);
        }
    }

    // What happens on the legs

    void received(Wire wire, Side side, ByteBuffer octets) {
        if (isCurrent(wire)) {
            ask(i -> i.received(side, octets, actions));
        }
    }

    void inputEnded(Wire wire, Side side) {
        if (isCurrent(wire)) {
            ask(i -> i.inputEnded(side, actions));
        }
    }

    void drained(Wire wire, Side side) {
        if (isCurrent(wire)) {
            wire(side.other()).ifPresent(other -> other.release(Hold.PEER_CONGESTED));
            messages.drained();
        }
    }

    void closed(Wire wire, Side side, Closed how) {
        securing.over(wire);
        boolean current = isCurrent(wire) && !wire.isGivenUp();
        if (wire == client || server.filter(s -> s == wire).isPresent()) {
            forget(wire, side);
        }
        if (current) {
            LOG.debug("{}: {} closed: {}", info.id(), side, how);
            ask(i -> i.lost(side, actions));
        }
        endIfAlone();
        checkOver();
    }

    /** Nothing goes to that leg any more: nobody waits for it to take octets. */
    private void forget(Wire wire, Side side) {
        if (side == Side.SERVER) {
            server = Optional.empty();
        }
        wire(side.other()).ifPresent(other -> other.release(Hold.PEER_CONGESTED));
        messages.forget(wire.leg());
    }

    private void endIfAlone() {
        if (ended.isEmpty() && !client.isOpen() && server.isEmpty() && !dialling) {
            end("both sides closed");
        }
    }

    private boolean isCurrent(Wire wire) {
        return ended.isEmpty()
                && (wire == client || server.filter(s -> s == wire).isPresent());
    }

    private void ask(Consumer<Inspector> question) {
        if (ended.isPresent()) {
            return;
        }
        try {
            question.accept(inspector);
        } catch (RuntimeException | Error e) { // also what a bundle misses that is being replaced
            abortHere("the inspector failed");
            LOG.error("{}: the inspector failed; the session is closed and its client keeps its message", info.id(), e);
        }
    }

    /** @return the leg of that side, if there is one */
    Optional<Wire> wire(Side side) {
        return side == Side.CLIENT ? Optional.of(client).filter(Wire::isOpen) : server;
    }

    private void checkOver() {
        if (!gone && ended.isPresent() && !client.isOpen() && server.isEmpty()) {
            gone = true;
            house.events().publish(new SessionEnded(Instant.now(), info, ended.get(), messages.count(), isLogged()));
            over.run();
        }
    }

    // What the inspector has done

    void dial() {
        if (dialling) {
            return;
        }
        server.ifPresent(wire -> {
            forget(wire, Side.SERVER); // what still comes from it is nobody's
            wire.leg().close();
        });
        dialling = true;
        new Dialler(house, thread, this::connected, this::notConnected).dial(admission.listener());
    }

    private LegHandler connected(Upstream to, Leg leg) {
        dialling = false;
        upstream = Optional.of(to);
        Wire wire = new Wire(this, Side.SERVER, leg);
        server = Optional.of(wire);
        if (ended.isPresent()) {
            leg.close();
        } else if (isTlsFromTheBeginning()) {
            securing.beginWithServer(wire, to);
        } else {
            ask(i -> i.serverConnected(actions));
        }
        return wire;
    }

    private void notConnected() {
        dialling = false;
        LOG.debug("{}: no upstream of listener {} answers", info.id(), info.listener());
        client.release(Hold.HANDSHAKE);
        ask(i -> i.lost(Side.SERVER, actions));
        endIfAlone();
        checkOver();
    }

    void startTls(Side side) {
        wire(side).ifPresent(wire -> {
            if (side == Side.CLIENT) {
                securing.beginWithClient(wire);
            } else {
                securing.beginWithServer(wire, upstream.orElseThrow());
            }
        });
    }

    private void secured(Wire wire) {
        if (!isCurrent(wire)) {
            return;
        }
        if (!isTlsFromTheBeginning()) {
            ask(i -> i.secured(wire.side(), actions));
        } else if (wire.side() == Side.SERVER) {
            client.release(Hold.HANDSHAKE);
            ask(i -> i.serverConnected(actions));
        }
    }

    private void notSecured(Wire wire, String reason) {
        if (isCurrent(wire)) {
            client.release(Hold.HANDSHAKE);
            forget(wire, wire.side());
            ask(i -> i.notSecured(wire.side(), reason, actions));
        }
        endIfAlone();
        checkOver();
    }

    void tunnel() {
        inspector = PassThrough.fromNowOn(admission.passedIdle(), System::nanoTime);
        passesUnread("TLS");
    }

    void end(String reason) {
        if (ended.isPresent()) {
            return;
        }
        stop(reason);
        client.leg().close();
        server.ifPresent(wire -> wire.leg().close());
        checkOver();
    }

    private void stop(String reason) {
        ended = Optional.of(reason);
        messages.discard();
    }
}
