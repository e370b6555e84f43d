// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Action;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.dialogue.DialogueFile.Turn;

/** Plays one dialogue, with its input cut in some way, and compares after each turn everything that came of it. */
final class DialogueRun {
    /** How the input of a turn is cut. */
    @FunctionalInterface
    interface Cut {
        List<byte[]> pieces(int turn, byte[] input);
    }

    static final Cut WHOLE = (turn, input) -> List.of(input);
    static final Cut OCTETS = (turn, input) -> {
        List<byte[]> pieces = new ArrayList<>();
        for (byte octet : input) {
            pieces.add(new byte[] {octet});
        }
        return pieces;
    };

    static Cut at(int cutTurn, int position) {
        return (turn, input) -> {
            if (turn != cutTurn) {
                return List.of(input);
            }
            byte[] first = java.util.Arrays.copyOf(input, position);
            return List.of(first, java.util.Arrays.copyOfRange(input, position, input.length));
        };
    }

    private final DialogueFile file;
    private final Cut cut;
    private final RecordingGateway gateway;
    private final Inspector inspector;
    private long nanos;
    private int relayHeldAt = -1;

    DialogueRun(DialogueFile file, Cut cut, Stage stage) {
        this.file = file;
        this.cut = cut;
        this.gateway = stage.gateway().get();
        this.inspector = stage.opening().open(file.settings(), () -> nanos);
    }

    void play() {
        inspector.opened(gateway);
        inspector.serverConnected(gateway);
        for (int i = 0; i < file.turns().size(); i++) {
            Turn turn = file.turns().get(i);
            if (turn.kind == '>') {
                event(turn.input.toString());
            } else {
                Side from = turn.kind == 'C' ? Side.CLIENT : Side.SERVER;
                for (byte[] piece : cut.pieces(i, turn.input.toString().getBytes(ISO_8859_1))) {
                    inspector.received(from, ByteBuffer.wrap(piece), gateway);
                    relay();
                }
            }
            relay();
            compare(turn);
        }
    }

    private void compare(Turn turn) {
        String where = "after the turn at line " + turn.line + ": ";
        assertThat(Escapes.show(gateway.takeSent(Side.CLIENT)))
                .as(where + "to the client")
                .isEqualTo(Escapes.show(turn.toClient.toString()));
        assertThat(Escapes.show(gateway.takeSent(Side.SERVER)))
                .as(where + "to the server")
                .isEqualTo(Escapes.show(turn.toServer.toString()));
        assertThat(gateway.takeTold()).as(where + "the gateway").isEqualTo(turn.told);
        if (!turn.message.isEmpty()) {
            assertThat(Escapes.show(new String(gateway.lastSubmitted(), ISO_8859_1)))
                    .as(where + "the message")
                    .isEqualTo(Escapes.show(turn.message.toString()));
        }
    }

    private void relay() {
        if (gateway.isRelaying() && relayHeldAt < 0) {
            gateway.relayRest();
            inspector.relayed(gateway);
        } else if (gateway.isRelaying()) {
            gateway.relaySome(relayHeldAt);
            relayHeldAt = 0;
        }
    }

    private void event(String event) {
        String[] words = event.split(" ", 3);
        switch (words[0]) {
            case "" -> {}
            case "tick" -> {
                nanos += Duration.ofSeconds(Long.parseLong(words[1])).toNanos();
                inspector.tick(gateway);
            }
            case "lost" -> inspector.lost(side(words[1]), gateway);
            case "ended" -> inspector.inputEnded(side(words[1]), gateway);
            case "secured" -> {
                gateway.handshakeEnds(side(words[1]));
                inspector.secured(side(words[1]), gateway);
            }
            case "notsecured" -> {
                gateway.handshakeEnds(side(words[1]));
                inspector.notSecured(side(words[1]), "an alert", gateway);
            }
            case "notsecured-at-once" -> inspector.notSecured(side(words[1]), "an alert", gateway);
            case "connected" -> inspector.serverConnected(gateway);
            case "drain" -> inspector.drain(gateway);
            case "full" -> gateway.refuseNext(Refusal.valueOf(words[1]));
            case "hold" -> relayHeldAt = Integer.parseInt(words[1]);
            case "handed" -> gateway.relayRest();
            case "relayed" -> {
                relayHeldAt = -1;
                inspector.relayed(gateway);
            }
            case "release" -> relayHeldAt = -1;
            case "deliver" -> inspector.processed(delivered(event, Action.PASSED), gateway);
            case "replace" -> inspector.processed(delivered(event, Action.REPLACED), gateway);
            case "replace-unkept" -> inspector.processed(unkept(delivered(event, Action.REPLACED)), gateway);
            case "refuse" ->
                inspector.processed(
                        RecordingGateway.processed(
                                new Outcome.Refuse(Refusal.valueOf(words[1]), "secret detail"), Action.REFUSED),
                        gateway);
            default -> throw new IllegalArgumentException(event);
        }
    }

    private Processing delivered(String event, Action action) {
        int content = event.indexOf(' ');
        byte[] octets = content < 0
                ? gateway.lastSubmitted()
                : Escapes.decode(event.substring(content + 1)).getBytes(ISO_8859_1);
        return RecordingGateway.processed(new Outcome.Deliver(Octets.of(octets)), action);
    }

    private static Processing unkept(Processing replaced) {
        Octets octets = ((Outcome.Deliver) replaced.outcome()).octets();
        return RecordingGateway.processed(new Outcome.Deliver(octets, Original.MUST_STAY), replaced.action());
    }

    private static Side side(String word) {
        return word.equals("client") ? Side.CLIENT : Side.SERVER;
    }
}
