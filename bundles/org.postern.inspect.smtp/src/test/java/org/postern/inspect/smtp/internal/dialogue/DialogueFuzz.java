// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.postern.inspect.smtp.internal.dialogue.DialogueFile.Turn;

/**
 * Fuzz target: a whole dialogue, both sides, in any octets. The first octet chooses the limits; then come turns, each with the
 * octet {@link #END} behind it, whose first octet says what happens; see {@link ScriptedSession}.
 */
public final class DialogueFuzz {
    private static final char END = '\u00fe';
    private static final int MOST_TURNS = 300;

    private DialogueFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String script = new String(input, ISO_8859_1);
        if (script.isEmpty()) {
            return;
        }
        ScriptedSession session = new ScriptedSession(settings(script.charAt(0)));
        int at = 1;
        for (int turns = 0; turns < MOST_TURNS && at < script.length(); turns++) {
            int end = script.indexOf(END, at) < 0 ? script.length() : script.indexOf(END, at);
            session.turn(script.substring(at, end));
            at = end + 1;
        }
    }

    private static Map<String, String> settings(int choice) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bareNewlines", (choice & 1) == 0 ? "REFUSE_DANGEROUS" : "REFUSE_ALL",
                "commandOctets", (choice & 2) == 0 ? "2048" : "512",
                "authOctets", (choice & 2) == 0 ? "2048" : "512",
                "heldOctets", (choice & 4) == 0 ? "4096" : "2048",
                "maxMessageBytes", (choice & 8) == 0 ? "100000" : "100",
                "errors", (choice & 16) == 0 ? "20" : "3",
                "recipients", (choice & 32) == 0 ? "1000" : "2",
                "octetsPerSecond", (choice & 64) == 0 ? "0" : "500",
                "client", "192.0.2.1:40000"));
        settings.put("tls", (choice & 128) == 0 ? "DISABLE" : (choice & 64) == 0 ? "INTERCEPT" : "ALLOW");
        if ((choice & 128) != 0) {
            settings.put((choice & 64) == 0 ? "given" : "believed", "XCLIENT,XFORWARD");
        }
        return settings;
    }

    private static char choice(Map<String, String> settings) {
        if (settings.containsKey("believed") || settings.getOrDefault("tls", "").equals("ALLOW")) {
            return (char) (' ' | 128 | 64);
        }
        return settings.containsKey("given") || settings.containsKey("tls") ? (char) (' ' | 128) : ' ';
    }

    /** @return a dialogue as input to begin with */
    static byte[] seed(DialogueFile dialogue) {
        String turns = dialogue.turns().stream()
                .map(DialogueFuzz::turn)
                .filter(turn -> !turn.isEmpty())
                .map(turn -> turn.length() > 3000 ? turn.substring(0, 3000) : turn)
                .collect(Collectors.joining(String.valueOf(END)));
        return (choice(dialogue.settings()) + turns).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String turn(Turn turn) {
        if (turn.kind != '>') {
            return turn.kind + turn.input.toString();
        }
        String[] words = turn.input.toString().split(" ", 3);
        return switch (words[0]) {
            case "tick" -> "t" + (char) Math.min(250, Integer.parseInt(words[1]));
            case "lost" -> words[1].equals("server") ? "l" : "L";
            case "ended" -> words[1].equals("server") ? "e" : "E";
            case "secured" -> "k";
            case "notsecured" -> "K";
            case "connected" -> "c";
            case "drain" -> "d";
            case "full" -> "f";
            case "hold" -> "h" + (char) Integer.parseInt(words[1]);
            case "handed" -> "H";
            case "relayed", "release" -> "r";
            case "deliver" -> words.length > 1 ? "R" + Escapes.decode(words[1]) : "p";
            case "refuse" -> "x";
            default -> "";
        };
    }
}
