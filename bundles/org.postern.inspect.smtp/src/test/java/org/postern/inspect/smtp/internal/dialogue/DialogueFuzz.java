// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Map;
import org.postern.dialogue.DialogueFile;
import org.postern.dialogue.Script;

/** Fuzz target: a {@link Script}, whose turns are those of {@link ScriptedSession}. */
public final class DialogueFuzz {
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
        return Script.of(choice(dialogue.settings()), dialogue, DialogueFuzz::turn);
    }

    private static String turn(String event) {
        return switch (event.split(" ", 2)[0]) {
            case "secured" -> "k";
            case "notsecured" -> "K";
            case "connected" -> "c";
            default -> "";
        };
    }
}
