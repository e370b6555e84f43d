// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.dialogue.DialogueFile;
import org.postern.dialogue.Escapes;
import org.postern.dialogue.Script;

/** Fuzz target: a {@link Script}, whose turns are those of {@link ScriptedSession}. */
public final class DialogueFuzz {
    private static final String[] MODES = {"DISABLE", "ALLOW", "INTERCEPT", "INTERCEPT"};

    private DialogueFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String script = new String(input, ISO_8859_1);
        if (script.isEmpty()) {
            return;
        }
        ScriptedSession session = new ScriptedSession(settings(script.charAt(0)));
        Script.turns(script).forEach(session::turn);
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
        int mode = List.of(MODES).indexOf(dialogue.settings().getOrDefault("tls", "DISABLE"));
        int filler = dialogue.settings().containsKey("filler") ? 8 : 0;
        int prefix = dialogue.settings().containsKey("subjectPrefix") ? 128 : 0;
        return Script.of((char) (mode << 5 | filler | prefix), dialogue, DialogueFuzz::turn);
    }

    private static String turn(String event) {
        return switch (event.split(" ", 2)[0]) {
            case "secured" -> "s";
            case "notsecured" -> "n";
            case "replace-unkept" -> "u" + Escapes.decode(event.substring(event.indexOf(' ') + 1));
            default -> "";
        };
    }
}
