// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.dialogue.DialogueFile.Turn;

/**
 * A whole dialogue as a fuzzer writes it, both sides in any octets: the first octet chooses the settings; then come turns, each
 * with the octet {@link #END} behind it, whose first octet says what happens.
 */
public final class Script {
    private static final char END = '\u00fe';
    private static final int MOST_TURNS = 300;
    private static final int MOST_OCTETS = 3000;
    private static final int MOST_CHOICES = 400;

    private Script() {}

    /** @return the turns of a script that is not empty */
    public static List<String> turns(String script) {
        return Stream.of(script.substring(1).split(String.valueOf(END), MOST_TURNS + 1))
                .limit(MOST_TURNS)
                .toList();
    }

    /**
     * @param settings the first octet
     * @param events what an event is as a turn, for those that not all protocols have; empty leaves it out
     * @return a dialogue as a script to begin with
     */
    public static byte[] of(char settings, DialogueFile dialogue, UnaryOperator<String> events) {
        String turns = dialogue.turns().stream()
                .map(turn -> turn(turn, events))
                .filter(turn -> !turn.isEmpty())
                .map(turn -> turn.length() > MOST_OCTETS ? turn.substring(0, MOST_OCTETS) : turn)
                .collect(Collectors.joining(String.valueOf(END)));
        return (settings + turns).getBytes(ISO_8859_1);
    }

    private static String turn(Turn turn, UnaryOperator<String> events) {
        if (turn.kind != '>') {
            return turn.kind + turn.input.toString();
        }
        String event = turn.input.toString();
        String[] words = event.split(" ", 2);
        return switch (words[0]) {
            case "tick" -> "t" + (char) Math.min(250, Integer.parseInt(words[1]));
            case "lost" -> words[1].equals("server") ? "l" : "L";
            case "ended" -> words[1].equals("server") ? "e" : "E";
            case "drain" -> "d";
            case "full" -> "f";
            case "hold" -> "h" + (char) Integer.parseInt(words[1]);
            case "handed" -> "H";
            case "relayed", "release" -> "r";
            case "deliver" -> words.length == 1 ? "p" : "R" + Escapes.decode(words[1]);
            case "replace" -> "R" + Escapes.decode(words[1]);
            case "refuse" -> "x";
            default -> events.apply(event);
        };
    }

    /** @return the choices for a random session: two octets of input are one */
    public static List<Integer> choices(byte[] input) {
        List<Integer> choices = new ArrayList<>();
        for (int i = 0; i + 1 < input.length && choices.size() < MOST_CHOICES; i += 2) {
            choices.add((input[i] & 31) + 32 * (input[i + 1] & 0xff));
        }
        return choices;
    }

    /** @return random sessions to begin with, the same each time */
    public static List<byte[]> sessions() {
        Random random = new Random(1);
        return Stream.generate(() -> {
                    byte[] seed = new byte[40 + random.nextInt(400)];
                    random.nextBytes(seed);
                    return seed;
                })
                .limit(50)
                .toList();
    }
}
