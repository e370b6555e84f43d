// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Action;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.dialogue.RecordingGateway;

/**
 * A session to which anything may happen that can happen in a gateway, in any order; both sides say anything. Watched is that no
 * command reaches the server that could remove a message which was withheld, and that no half message looks whole.
 */
final class ScriptedSession {
    private static final String END = "\r\n.\r\n";

    private final RecordingGateway gateway = new RecordingPop3Gateway();
    private final Inspector inspector;
    private final Set<Long> withheld = new HashSet<>();
    private final StringBuilder ofMessage = new StringBuilder();
    private Optional<Long> fetched = Optional.empty();
    private boolean mustStay;
    private boolean looksWhole;
    private boolean authenticates;
    private boolean serverThere = true;
    private boolean clientThere = true;
    private boolean processed;
    private int relayHeldAt = -1;
    private long nanos;

    ScriptedSession(Map<String, String> settings) {
        inspector = Sessions.open(settings, () -> nanos);
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
            case 'd' -> then(() -> inspector.drain(gateway));
            case 'f' -> gateway.refuseNext(Refusal.values()[number % Refusal.values().length]);
            case 'h' -> relayHeldAt = number;
            case 'H' -> handed();
            case 'r' -> relayHeldAt = -1;
            case 's' -> handshake(true);
            case 'n' -> handshake(false);
            case 'p' -> deliver(gateway.lastSubmitted(), Original.MAY_GO);
            case 'R' -> deliver(rest.getBytes(ISO_8859_1), Original.MAY_GO);
            case 'u' -> deliver(rest.getBytes(ISO_8859_1), Original.MUST_STAY);
            case 'x' -> processed(new Outcome.Refuse(Refusal.values()[number % Refusal.values().length], "secret"));
            default -> client(turn);
        }
        relay();
    }

    private void client(String octets) {
        boolean speaks = clientThere && !gateway.isClientPaused() && !gateway.isSecuring(Side.CLIENT);
        if (speaks && !octets.isEmpty()) {
            then(() -> inspector.received(Side.CLIENT, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway));
        }
    }

    private void server(String octets) {
        if (serverThere && !octets.isEmpty() && !gateway.isSecuring(Side.SERVER)) {
            then(() -> inspector.received(Side.SERVER, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway));
        }
    }

    private void tick(int seconds) {
        nanos += seconds * 1_000_000_000L;
        then(() -> inspector.tick(gateway));
    }

    private void serverGone(boolean half) {
        if (serverThere) {
            serverThere = false;
            then(() -> {
                if (half && !gateway.isSecuring(Side.SERVER)) {
                    inspector.inputEnded(Side.SERVER, gateway);
                } else {
                    inspector.lost(Side.SERVER, gateway);
                }
            });
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

    private void handshake(boolean good) {
        for (Side side : Side.values()) {
            if (!gateway.isSecuring(side)) {
                continue;
            }
            gateway.handshakeEnds(side);
            if (good) {
                then(() -> inspector.secured(side, gateway));
            } else {
                then(() -> inspector.notSecured(side, "an alert", gateway));
            }
        }
    }

    private void deliver(byte[] content, Original original) {
        mustStay = original == Original.MUST_STAY;
        processed(new Outcome.Deliver(Octets.of(content), original));
    }

    private void processed(Outcome outcome) {
        if (gateway.isSubmitted() && !processed) {
            processed = true;
            Action action = mustStay ? Action.REPLACED : Action.PASSED;
            then(() -> inspector.processed(RecordingGateway.processed(outcome, action), gateway));
        }
    }

    private void handed() {
        if (gateway.isRelaying()) {
            gateway.relayRest();
            ofMessage.append(gateway.takeSent(Side.CLIENT));
            looksWhole = ofMessage.toString().endsWith(END);
        }
    }

    private void relay() {
        if (!gateway.isRelaying()) {
            return;
        }
        if (relayHeldAt >= 0) {
            gateway.relaySome(relayHeldAt);
            ofMessage.append(gateway.takeSent(Side.CLIENT));
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
        call.run();
        ofMessage.append(gateway.takeSent(Side.CLIENT));
        for (String told : gateway.takeTold()) {
            if (told.startsWith("close SERVER")) {
                serverThere = false;
            } else if (told.startsWith("finished")) {
                finished(told.startsWith("finished delivered"), told.startsWith("finished refused: none"));
            } else if (told.equals("discard")) {
                processed = false;
            }
        }
        for (String line : gateway.takeSent(Side.SERVER).split("(?<=\n)")) {
            asked(line);
        }
        if (!gateway.isAdmitted()) {
            ofMessage.setLength(0);
        }
    }

    private void finished(boolean delivered, boolean cutOff) {
        processed = false;
        assertThat(delivered && !looksWhole).as("half a message").isFalse();
        // one that was handed out whole, and of which the client's end is known before that, is no half
        assertThat(cutOff && !looksWhole && ofMessage.toString().endsWith(END))
                .as("half a message that looks whole")
                .isFalse();
        fetched.ifPresent(number -> {
            if (delivered && !mustStay) {
                withheld.remove(number);
            } else {
                withheld.add(number);
            }
        });
        mustStay = false;
        looksWhole = false;
    }

    private void asked(String line) {
        authenticates |= line.startsWith("AUTH "); // whose exchange may look like anything
        if (authenticates || line.isEmpty() || line.startsWith("NOOP")) {
            return;
        }
        String[] words = line.strip().split(" ");
        boolean isNumber = words.length > 1 && words[1].matches("[1-9][0-9]{0,17}");
        fetched = words[0].equals("RETR") && isNumber ? Optional.of(Long.valueOf(words[1])) : Optional.empty();
        if (words[0].equals("DELE")) {
            assertThat(withheld).as("withheld").doesNotContain(Long.valueOf(words[1]));
        } else if (line.equals("QUIT\r\n")) {
            assertThat(withheld).as("withheld when the server is told QUIT").isEmpty();
        }
    }
}
