// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Action;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.dialogue.RecordingGateway;

/**
 * A session to which anything may happen that can happen in a gateway, in any order; its server says anything. A
 * {@link JealousServer} watches what goes there.
 */
final class ScriptedSession {
    private final RecordingGateway gateway = new RecordingSmtpGateway();
    private final Inspector inspector;
    private final Set<String> forbidden = new HashSet<>();
    private JealousServer server;
    private Optional<byte[]> toRelay = Optional.empty();
    private boolean serverThere = true;
    private boolean dialling;
    private boolean clientThere = true;
    private boolean processed;
    private boolean cameAsData;
    private int relayHeldAt = -1;
    private long nanos;

    ScriptedSession(Map<String, String> settings) {
        inspector = Sessions.open(settings, () -> nanos);
        if (settings.get("tls").equals("DISABLE")) {
            forbidden.add("STARTTLS");
        }
        if (!settings.containsKey("given") && !settings.containsKey("believed")) {
            forbidden.addAll(Set.of("XCLIENT", "XFORWARD")); // T60
        }
        server = new JealousServer(forbidden);
        then(() -> inspector.opened(gateway));
        then(() -> inspector.serverConnected(gateway));
    }

    void turn(String turn) {
        if (gateway.isEnded() || turn.isEmpty()) {
            return;
        }
        String rest = turn.substring(1);
        int number = rest.isEmpty() ? 0 : rest.charAt(0);
        switch (turn.charAt(0)) {
            case 'C' -> client(rest);
            case 'S' -> server(rest);
            case 't' -> tick(number);
            case 'T' -> tick(number * 10);
            case 'l' -> serverGone(false);
            case 'e' -> serverGone(true);
            case 'L' -> clientGone(false);
            case 'E' -> clientGone(true);
            case 'c' -> connected();
            case 'd' -> then(() -> inspector.drain(gateway));
            case 'f' -> gateway.refuseNext(Refusal.values()[number % Refusal.values().length]);
            case 'h' -> relayHeldAt = number;
            case 'H' -> handed();
            case 'r' -> relayHeldAt = -1;
            case 'k' -> handshake(true);
            case 'K' -> handshake(false);
            case 'p' -> processed(new Outcome.Deliver(Octets.of(gateway.lastSubmitted())), gateway.lastSubmitted());
            case 'R' -> processed(new Outcome.Deliver(Octets.of(rest.getBytes(ISO_8859_1))), rest.getBytes(ISO_8859_1));
            case 'x' ->
                processed(
                        new Outcome.Refuse(Refusal.values()[number % Refusal.values().length], "secret"), new byte[0]);
            default -> client(turn);
        }
        relay();
    }

    private void client(String octets) {
        if (clientThere && !gateway.isClientPaused() && !gateway.isSecuring(Side.CLIENT)) {
            then(() -> inspector.received(Side.CLIENT, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway));
        }
    }

    private void server(String octets) {
        if (serverThere && !octets.isEmpty() && !gateway.isSecuring(Side.SERVER)) {
            server.says(octets);
            then(() -> inspector.received(Side.SERVER, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway));
        }
    }

    private void handshake(boolean good) {
        for (Side side : Side.values()) {
            if (gateway.isSecuring(side)) {
                gateway.handshakeEnds(side);
                if (!good) {
                    serverThere &= side != Side.SERVER;
                    clientThere &= side != Side.CLIENT;
                    then(() -> inspector.notSecured(side, "why", gateway));
                } else {
                    if (side == Side.SERVER) {
                        server.secured();
                    }
                    then(() -> inspector.secured(side, gateway));
                }
                return;
            }
        }
    }

    private void tick(int seconds) {
        nanos += seconds * 1_000_000_000L;
        then(() -> inspector.tick(gateway));
    }

    private void serverGone(boolean half) {
        if (!serverThere && !dialling) {
            return;
        }
        serverThere = false;
        if (half && !dialling) {
            then(() -> inspector.inputEnded(Side.SERVER, gateway));
        } else {
            dialling = false;
            then(() -> inspector.lost(Side.SERVER, gateway));
        }
    }

    private void clientGone(boolean half) {
        if (clientThere || !half) {
            clientThere = false;
            then(() -> {
                if (half) {
                    inspector.inputEnded(Side.CLIENT, gateway);
                } else {
                    inspector.lost(Side.CLIENT, gateway);
                }
            });
        }
    }

    private void connected() {
        if (dialling) {
            dialling = false;
            serverThere = true;
            then(() -> inspector.serverConnected(gateway));
        }
    }

    private void processed(Outcome outcome, byte[] content) {
        if (gateway.isSubmitted() && !processed) {
            processed = true;
            toRelay = outcome instanceof Outcome.Deliver ? Optional.of(content) : Optional.empty();
            then(() -> inspector.processed(RecordingGateway.processed(outcome, Action.PASSED), gateway));
        }
    }

    private void handed() {
        if (gateway.isRelaying()) {
            gateway.relayRest();
            server.takesContent(gateway.takeSent(Side.SERVER));
        }
    }

    private void relay() {
        if (!gateway.isRelaying()) {
            return;
        }
        if (relayHeldAt >= 0) {
            gateway.relaySome(relayHeldAt);
            server.takesContent(gateway.takeSent(Side.SERVER));
            relayHeldAt = 0;
            return;
        }
        handed();
        then(() -> inspector.relayed(gateway));
        relay();
    }

    /** Has the inspector called, and judges what it did. */
    private void then(Runnable call) {
        if (gateway.isEnded()) {
            return;
        }
        boolean relaying = gateway.isRelaying();
        boolean accepted = server.hasAccepted(); // the next command may leave in the same breath
        call.run();
        String sent = gateway.takeSent(Side.SERVER);
        if (gateway.isTunnel()) {
            assertThat(server.awaitsTls()).as("TLS passes").isTrue();
            assertThat(sent).startsWith("\u0016");
        } else if (relaying) {
            server.takesContent(sent);
        } else {
            server.takesCommands(sent);
        }
        cameAsData |= RecordingSmtpGateway.asksForData(gateway.takeSent(Side.CLIENT));
        if (gateway.isRelaying() && !relaying) {
            assertThat(toRelay).as("what was processed before it is relayed").isPresent();
            server.contentBegins(toRelay.get(), cameAsData);
            toRelay = Optional.empty();
        }
        for (String told : gateway.takeTold()) {
            if (told.startsWith("close")) {
                serverThere = false;
            } else if (told.equals("startTls SERVER")) {
                assertThat(server.hasAgreedToTls()).isTrue();
            } else if (told.equals("dial")) {
                dialling = true;
                server = new JealousServer(forbidden);
            } else if (told.startsWith("finished") || told.equals("discard")) {
                assertThat(!told.startsWith("finished delivered") || accepted)
                        .as("the server accepted what is reported as delivered")
                        .isTrue();
                processed = false;
                cameAsData = false;
                toRelay = Optional.empty();
            }
        }
    }
}
