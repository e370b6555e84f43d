// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.postern.inspect.pop3.internal.dialogue.DialogueFile.Turn;

/**
 * Fuzz target: a whole dialogue, both sides, in any octets. The first octet chooses the settings; then come turns, each with the
 * octet {@link #END} behind it, whose first octet says what happens; see {@link ScriptedSession}.
 */
public final class DialogueFuzz {
    private static final char END = '\u00fe';
    private static final int MOST_TURNS = 300;
    private static final String[] MODES = {"DISABLE", "ALLOW", "INTERCEPT", "INTERCEPT"};

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
                "commandOctets", (choice & 1) == 0 ? "2048" : "512",
                "authOctets", (choice & 1) == 0 ? "12288" : "512",
                "heldOctets", (choice & 2) == 0 ? "65536" : "12288",
                "errors", (choice & 4) == 0 ? "20" : "3",
                "filler", (choice & 8) == 0 ? "NONE" : "EXTRA_HEADERS",
                "dripAfter", (choice & 16) == 0 ? "20" : "1"));
        settings.put("tls", MODES[choice >> 5 & 3]);
        if ((choice & 128) != 0) {
            settings.put("subjectPrefix", "[X]");
        }
        return settings;
    }

    /** @return a dialogue as input to begin with */
    static byte[] seed(DialogueFile dialogue) {
        String turns = dialogue.turns().stream()
                .map(DialogueFuzz::turn)
                .filter(turn -> !turn.isEmpty())
                .map(turn -> turn.length() > 3000 ? turn.substring(0, 3000) : turn)
                .collect(Collectors.joining(String.valueOf(END)));
        int mode = java.util.Arrays.asList(MODES).indexOf(dialogue.settings().getOrDefault("tls", "DISABLE"));
        int filler = dialogue.settings().containsKey("filler") ? 8 : 0;
        int prefix = dialogue.settings().containsKey("subjectPrefix") ? 128 : 0;
        return ((char) (mode << 5 | filler | prefix) + turns).getBytes(ISO_8859_1);
    }

    private static String turn(Turn turn) {
        if (turn.kind != '>') {
            return turn.kind + turn.input.toString();
        }
        String[] words = turn.input.toString().split(" ", 2);
        String content = words.length > 1 ? Escapes.decode(words[1]) : "";
        return switch (words[0]) {
            case "tick" -> "t" + (char) Math.min(250, Integer.parseInt(words[1]));
            case "lost" -> words[1].equals("server") ? "l" : "L";
            case "ended" -> words[1].equals("server") ? "e" : "E";
            case "secured" -> "s";
            case "unsecured" -> "n";
            case "drain" -> "d";
            case "full" -> "f";
            case "hold" -> "h" + (char) Integer.parseInt(words[1]);
            case "handed" -> "H";
            case "relayed", "release" -> "r";
            case "deliver" -> content.isEmpty() ? "p" : "R" + content;
            case "replace" -> "R" + content;
            case "replace-unkept" -> "u" + content;
            case "refuse" -> "x";
            default -> "";
        };
    }
}
